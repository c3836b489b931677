"""Accounts name places by their permanent key and may not import them: the keys are tied here."""

from django.db import migrations

TIE = """
ALTER TABLE accounts_membership
    ADD CONSTRAINT membership_county_is_a_place FOREIGN KEY (county_key)
        REFERENCES territory_place (id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT membership_place_is_a_place FOREIGN KEY (place_key)
        REFERENCES territory_place (id) DEFERRABLE INITIALLY DEFERRED;
"""
UNTIE = """
ALTER TABLE accounts_membership
    DROP CONSTRAINT membership_county_is_a_place,
    DROP CONSTRAINT membership_place_is_a_place;
"""


class Migration(migrations.Migration):
    dependencies = [("territory", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(TIE, UNTIE)]
