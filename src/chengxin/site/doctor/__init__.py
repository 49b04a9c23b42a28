"""系统体检: examines a deployment and says of each thing that is wrong: what, why, and what to do about it.

Start at examination.py; each other file looks at one side of the installation.
"""
