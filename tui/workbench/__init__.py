"""What the tensor workbench shows, worked out without a screen: grids, memory, words."""
