"""The tests' worker, a process of its own that knows their kinds: `python -m tests.jobs.worker`.

The processes it spawns to compute import this module again, as every spawned process does with
the main module, and must find nothing to do in it.
"""

if __name__ == "__main__":
    import django

    django.setup()

    from django.core.management import call_command

    import tests.jobs.handlers  # noqa: F401  (registers the kinds)

    call_command("work", interval=0.1)
