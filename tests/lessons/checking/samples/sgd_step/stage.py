"""Ten steps down a parabola."""


def ten_steps(module, start, lr):
    for _ in range(10):
        start = module.sgd_step(start, 2 * start, lr)
    return start
