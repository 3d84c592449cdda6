"""The same five numbers, asked of NumPy and of PyTorch."""

import numpy as np
import torch

numbers = [1.0, 2.0, 3.0, 4.0, 5.0]
a, t = np.array(numbers), torch.tensor(numbers)

print(a.dtype, t.dtype)
print(round(float(np.std(a)), 4))
print(round(float(torch.std(t)), 4))
