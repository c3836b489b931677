"""The secret key of this installation: made once, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(local: Path) -> str:
    """The key in the local folder, made at the first call; safe with two callers at once."""
    path = local / "secret-key"
    local.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)  # refuses to replace the key of a faster caller
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
