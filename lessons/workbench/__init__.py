"""The tensor workbench: small tensors, and what one operation after the other does to them."""
