"""clip-order: "Clip at the end." The step is already made."""

from torch.nn.functional import cross_entropy
from torch.nn.utils import clip_grad_norm_


def train_step(model, optimizer, images, digits, limit):
    optimizer.zero_grad()
    scores = model(images)
    loss = cross_entropy(scores, digits)
    loss.backward()
    optimizer.step()
    norm = clip_grad_norm_(model.parameters(), limit)
    return norm
