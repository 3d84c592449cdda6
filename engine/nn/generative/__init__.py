"""Models that make things: autoencoders and generative adversarial networks."""
