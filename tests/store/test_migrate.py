"""Migrations: from nothing, twice, at once, and exactly the tables that the schema says."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.errors import BadSettings
from app.store.connect import connect
from app.store.migrate import HEAD, SCRIPTS, migrate
from app.store.schema import metadata


def test_from_nothing_and_again(tmp_path: Path) -> None:
    store = connect(f"sqlite:///{tmp_path / 'new' / 'game.db'}")
    migrate(store)
    migrate(store)
    with store.reading() as connection:
        assert set(metadata.tables) < set(inspect(connection).get_table_names())
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    store.close()


def test_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_two_servers_migrate_at_once(tmp_path: Path) -> None:
    stores = [connect(f"sqlite:///{tmp_path / 'game.db'}") for _ in range(2)]
    warm = connect(f"sqlite:///{tmp_path / 'warm.db'}")
    migrate(warm)
    warm.close()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(migrate, stores))
    for store in stores:
        store.ping()
        store.close()


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadSettings, match="newer version"):
        migrate(store)
    store.close()


def test_what_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "game.db").write_text("This is a letter to my aunt, and quite a long one." * 20)
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    with pytest.raises(BadSettings, match="The database cannot be used"):
        migrate(store)
    store.close()
