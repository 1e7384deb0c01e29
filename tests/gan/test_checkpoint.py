import os
import shutil

import numpy as np
import pytest

from wgan.errors import InputError
from wgan.gan.checkpoint import KEPT, RUNS, Checkpoints, run_key

STATE = {"step": np.array(1), "weights": np.arange(6.0).reshape(2, 3)}


@pytest.fixture
def warnings():
    return []


@pytest.fixture
def store(tmp_path, warnings):
    return Checkpoints(tmp_path / "root", "key", interval=1000.0, warn=warnings.append)


def names(store):
    return sorted(path.name for path in store.folder.iterdir())


def at(step):
    return {**STATE, "step": np.array(step)}


def test_the_newest_comes_back_whole(store):
    assert store.newest(100) is None
    for step in (3, 20, 100):
        store.save(step, at(step))
    assert names(store) == ["100.npz", "20.npz"]
    assert KEPT == 2
    state = store.newest(1000)
    assert state.keys() == STATE.keys()
    assert state["step"] == 100
    np.testing.assert_array_equal(state["weights"], STATE["weights"])


@pytest.mark.parametrize("keep", [0, 1, 100, -1])
def test_a_damaged_one_gives_way_to_the_one_before(store, warnings, keep):
    store.save(3, at(3))
    store.save(20, at(20))
    path = store.folder / "20.npz"
    path.write_bytes(path.read_bytes()[:keep])
    assert store.newest(100)["step"] == 3
    assert len(warnings) == 1
    assert "20.npz is damaged" in warnings[0]


def test_where_none_can_be_read_it_is_said(store, warnings):
    assert store.newest(100) is None
    assert not warnings
    store.save(3, at(3))
    (store.folder / "3.npz").write_bytes(b"")
    assert store.newest(100) is None
    assert [each.rpartition(";")[2] for each in warnings][1:] == [" training starts from scratch"]


def test_a_flipped_bit_is_noticed(store, warnings):
    store.save(3, at(3))
    store.save(20, at(20))
    path = store.folder / "20.npz"
    data = bytearray(path.read_bytes())
    where = data.find(np.float64(5.0).tobytes())
    data[where + 6] ^= 1
    path.write_bytes(data)
    assert store.newest(100)["step"] == 3
    assert warnings


def test_shorter_runs_take_no_longer_ones_and_leave_them(store):
    store.save(3, at(3))
    store.save(20, at(20))
    assert store.newest(10)["step"] == 3
    assert store.newest(2) is None
    store.save(5, at(5))
    store.save(6, at(6))
    assert names(store) == ["20.npz", "5.npz", "6.npz"]
    store.finish(6)
    assert names(store) == ["20.npz", "6.finished.npz"]
    assert store.newest(30)["step"] == 20


def test_only_a_longer_run_goes_on_from_a_finished_one(store):
    store.save(3, at(3))
    store.save(20, at(20))
    (store.folder / ".7.123.partial").write_bytes(b"left by a kill")
    store.finish(20)
    assert names(store) == ["20.finished.npz"]
    assert store.newest(20) is None
    assert store.newest(21)["step"] == 20


def test_a_save_that_fails_leaves_nothing_new(store, monkeypatch):
    store.save(3, at(3))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        store.save(20, at(20))
    assert caught.value.filename == str(store.folder)
    assert names(store) == ["3.npz"]


def test_saves_wait_for_their_interval(store, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("wgan.gan.checkpoint.time.monotonic", lambda: now[0])
    timed = Checkpoints(store.folder.parent, "timed", interval=20.0, warn=print)
    for second in range(1, 60):
        now[0] = float(second)
        timed.save_if_due(second, lambda: STATE)
    assert names(timed) == ["20.npz", "40.npz"]


def test_saves_take_a_hundredth_of_the_time_at_most(store, monkeypatch):
    now = [0.0]
    monkeypatch.setattr("wgan.gan.checkpoint.time.monotonic", lambda: now[0])

    def slow():
        now[0] += 3.0
        return STATE

    for interval, expected in ((20.0, [20, 323, 626, 929]), (0.0, list(range(1, 1000, 4)))):
        now[0] = 0.0
        timed = Checkpoints(store.folder.parent, f"slow {interval}", interval, warn=print)
        started = []
        monkeypatch.setattr(timed, "save", lambda *_: setattr(timed, "_saved", now[0]))  # noqa: B023
        while now[0] < 1000:
            now[0] += 1
            before = now[0]
            timed.save_if_due(1, slow)
            started += [before] if now[0] > before else []
        assert started == expected


def test_old_runs_make_room(tmp_path):
    for index in range(RUNS + 3):
        store = Checkpoints(tmp_path, run_key(index=index), 0.0, print)
        store.save(1, STATE)
        store.finish(1)
        os.utime(store.folder, (index, index))
    store.save(2, STATE)
    store.finish(2)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {run_key(index=index) for index in range(3, RUNS + 3)}


def test_what_lies_beside_the_runs_is_not_ours(tmp_path):
    """WGAN_CHECKPOINT_DIR may be any folder, such as one's home."""
    for index in range(RUNS + 3):
        other = tmp_path / f".project{index}"
        other.mkdir()
        (other / "thesis.txt").write_text("years of work")
        os.utime(other, (index, index))
    store = Checkpoints(tmp_path, run_key(), 0.0, print)
    store.save(1, STATE)
    store.finish(1)
    assert len(list(tmp_path.glob(".project*/thesis.txt"))) == RUNS + 3


def test_the_key_names_what_shapes_a_run():
    base = run_key(train={"seed": 0}, data={"a": [1]})
    assert base == run_key(data={"a": [1]}, train={"seed": 0})
    assert base != run_key(train={"seed": 1}, data={"a": [1]})
    assert len(base) == 32
    with pytest.raises(ValueError, match="JSON"):
        run_key(x=float("nan"))


def test_large_runs_make_room_but_the_newest_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("wgan.gan.checkpoint.LARGEST", 3500)
    for index in range(4):
        store = Checkpoints(tmp_path, run_key(index=index), 0.0, print)
        store.save(1, {"x": np.zeros(100)})
        os.utime(store.folder, (index, index))
    store.finish(1)
    assert {path.name for path in tmp_path.iterdir()} == {run_key(index=3), run_key(index=2)}
    monkeypatch.setattr("wgan.gan.checkpoint.LARGEST", 0)
    store.save(2, {"x": np.zeros(100)})
    store.finish(2)
    assert {path.name for path in tmp_path.iterdir()} == {run_key(index=3)}


def test_one_run_has_one_process(store):
    with store.alone():
        other = Checkpoints(store.folder.parent, "key", 1.0, print)
        with pytest.raises(InputError, match="under way in another process"), other.alone():
            pytest.fail("two at once")
        with Checkpoints(store.folder.parent, "other", 1.0, print).alone():
            pass
    with store.alone():
        pass


def test_a_worker_that_does_not_write_goes_on_from_what_another_wrote(store):
    store.save(3, at(3))
    reader = Checkpoints(store.folder.parent, "key", 0.0, pytest.fail, writes=False)
    reader.save_if_due(4, pytest.fail)
    reader.save(4, at(4))
    assert names(store) == ["3.npz"]
    assert reader.newest(10)["step"] == 3


def test_a_run_under_way_keeps_its_place(tmp_path):
    busy = Checkpoints(tmp_path, run_key(busy=True), 0.0, print)
    with busy.alone():
        busy.save(1, at(1))
        for index in range(RUNS + 3):
            other = Checkpoints(tmp_path, run_key(index=index), 0.0, print)
            other.save(1, at(1))
            other.finish(1)
        assert busy.newest(100)["step"] == 1


def test_no_flipped_bit_is_more_than_damage(store, warnings):
    store.save(1, {"step": np.array(1), "a": np.array([2], np.int8)})
    path = store.folder / "1.npz"
    whole = path.read_bytes()
    for place in range(len(whole)):
        for bit in (0, 5):  # encrypted members; versions; names
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            state = store.newest(100)
            assert state is None or state.keys() == {"step", "a"}
    assert warnings


def test_runs_that_never_end_make_room_as_well(tmp_path):
    for index in range(RUNS + 3):
        store = Checkpoints(tmp_path, run_key(index=index), 0.0, print)
        with store.alone():
            store.save(1, STATE)
        os.utime(store.folder, (index, index))
    with Checkpoints(tmp_path, run_key(), 0.0, print).alone():
        assert len(list(tmp_path.iterdir())) <= RUNS + 1


def test_a_run_ends_well_without_the_checkpoints_that_someone_deleted(store):
    store.save(3, at(3))
    shutil.rmtree(store.folder.parent)
    store.finish(3)
    assert not store.folder.exists()
