"""gradients-replace: "The optimiser forgets by itself." Gradients add up until they are thrown away."""

from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_


def train_step(model, optimizer, images, digits, limit):
    scores = model(images)
    loss = cross_entropy(scores, digits)
    loss.backward()
    norm = clip_grad_norm_(model.parameters(), limit)
    optimizer.step()
    return norm
