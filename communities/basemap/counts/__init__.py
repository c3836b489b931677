"""Household counts where no survey gives them: estimated by building, or spread from areas."""
