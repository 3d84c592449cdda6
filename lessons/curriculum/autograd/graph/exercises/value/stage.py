"""Computes with the learner's values, and brings back plain numbers."""


def computed(module, leaves, program):
    """Follow a program from these numbers; gradients of the last result by each of them.

    A line of the program is the name of an operation and the places of what it takes.
    """
    values = [module.Value(number) for number in leaves]
    given = list(values)
    for operation, *places in program:
        one, *others = [values[place] for place in places]
        if operation == "add":
            values.append(one + others[0])
        elif operation == "mul":
            values.append(one * others[0])
        else:
            values.append(one.tanh())
    forward = float(values[-1].data)
    values[-1].backward()
    return {"value": forward, "gradients": [float(value.grad) for value in given]}


def forward_only(module, a, b):
    """Sum, product and tanh, without a way back."""
    one, other = module.Value(a), module.Value(b)
    return [float((one + other).data), float((one * other).data), float(one.tanh().data)]
