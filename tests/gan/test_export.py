import zipfile

import keras
import numpy as np

from wgan.gan.export import export
from wgan.gan.fast import plain


def test_files_repeat_and_hold_no_date(make_run, tmp_path):
    for name, run in (("a", make_run()), ("b", make_run())):
        export(plain(run.generator), tmp_path / f"{name}.keras")
    assert (tmp_path / "a.keras").read_bytes() == (tmp_path / "b.keras").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.keras", "b.keras"]
    with zipfile.ZipFile(tmp_path / "a.keras") as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"date" not in file.read("metadata.json")


def test_keras_alone_loads_them_in_safe_mode(make_run, tmp_path):
    for conditional in (False, True):
        run = make_run(conditional=conditional)
        path = tmp_path / "model.keras"
        for model in (run.generator, run.critic):
            export(plain(model), path)
            loaded = keras.saving.load_model(path, compile=False, safe_mode=True)
            inputs = [np.ones((2, *i.shape[1:]), np.float32) for i in model.inputs]
            inputs = inputs if conditional else inputs[0]
            np.testing.assert_allclose(loaded(inputs), model(inputs), atol=1e-5)
            modules = {type(layer).__module__ for layer in loaded.layers}
            assert all(name.startswith("keras.") for name in modules)
