"""Insert many rows at the database's pace.

``bulk_create`` builds an expression for every value; of 100,000 imported rows that is most of the time. Here each
value is only adapted to its column, and the driver gets all rows with one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

# Their values are what both drivers take: text, whole numbers, yes and no, and keys, which are such values.
PLAIN = (CharField, TextField, IntegerField, BooleanField, ForeignKey)


def insert(objects: Sequence[Model]) -> None:
    """Insert new objects of one model, inside the caller's transaction. A key that the database makes is not read back.

    Raises:
        IntegrityError: a constraint forbids one of them; none is stored then.
    """
    if not objects:
        return
    connection, model = connections[DEFAULT_DB_ALIAS], type(objects[0])
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    columns = [_column(field, objects, connection) for field in fields]
    quote = connection.ops.quote_name
    names, places = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    rows, table = list(zip(*columns, strict=True)), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608
    for each in objects:
        each._state.adding, each._state.db = False, DEFAULT_DB_ALIAS


def _column(field: Field[Any, Any], objects: Sequence[Model], connection: BaseDatabaseWrapper) -> list[Any]:
    """The values of one field, as the driver takes them."""
    read: Callable[[Model], Any] = attrgetter(field.attname)
    values = [read(each) for each in objects]
    if isinstance(field, PLAIN):
        return values
    return [field.get_db_prep_save(value, connection) for value in values]
