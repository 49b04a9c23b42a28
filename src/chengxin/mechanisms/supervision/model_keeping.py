"""The model in the home: one file, replaced whole, readable by its owner only.

It holds pieces of two and three characters that stand in several messages; only a backup takes it out of the home.
"""

import os

from chengxin.ground.home import Home
from chengxin_core.voices.model import Model
from chengxin_core.voices.model_file import ModelRefused, as_bytes, read_model

NAME = "routing.model"


def keep_model(home: Home, model: Model) -> bool:
    """Keep a model instead of the one before; return False where it is the same, byte for byte."""
    content, file = as_bytes(model), home.models / NAME
    if file.exists() and file.read_bytes() == content:
        return False
    home.models.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    unfinished.replace(file)
    return True


def model_of(home: Home) -> Model | None:
    """Return the model of this home, None before it was trained; raises `ModelRefused` with the file's name."""
    file = home.models / NAME
    if not file.exists():
        return None
    try:
        return read_model(file.read_bytes())
    except ModelRefused as refusal:
        raise ModelRefused(f"{file}: {refusal}") from None
