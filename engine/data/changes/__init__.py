"""One data set made of another: functions from `Dataset` to `Dataset` that can be combined.

None of them changes the data set it is given.
"""
