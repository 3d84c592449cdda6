import torch

werte = torch.tensor([1, 2, 3])
print(werte.sum().item())
