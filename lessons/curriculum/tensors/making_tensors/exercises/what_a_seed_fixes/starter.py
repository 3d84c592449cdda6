"""Who listens to which seed?"""

import numpy as np
import torch

torch.manual_seed(0)
a = torch.rand(3)
b = torch.rand(3)
print(torch.equal(a, b))

x = np.random.rand(3)
torch.manual_seed(0)
print(torch.equal(a, torch.rand(3)))
print(np.array_equal(x, np.random.rand(3)))

own = torch.Generator().manual_seed(5)
first = torch.rand(3, generator=own)
torch.manual_seed(5)
print(torch.equal(first, torch.rand(3, generator=own)))
