"""clip-order: "Set the limit, then compute." There is no gradient yet to be limited."""

from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_


def train_step(model, optimizer, images, digits, limit):
    optimizer.zero_grad()
    norm = clip_grad_norm_(model.parameters(), limit)
    scores = model(images)
    loss = cross_entropy(scores, digits)
    loss.backward()
    optimizer.step()
    return norm
