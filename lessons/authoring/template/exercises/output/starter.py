import torch

a = torch.tensor([[1, 2], [3, 4]])
print(a.shape)
print(a.sum(dim=0))
print(a / 2)
print((a / 3).mean().item())
