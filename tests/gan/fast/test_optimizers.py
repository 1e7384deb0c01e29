import keras
import numpy as np
import pytest
import tensorflow as tf

from wgan.gan.fast.optimizers import FusedAdam, FusedRMSprop

PAIRS = [
    (FusedAdam, keras.optimizers.Adam, {"beta_1": 0.6, "beta_2": 0.8}),
    (FusedRMSprop, keras.optimizers.RMSprop, {"rho": 0.7}),
]
SHAPES = [(3, 2), (2,), (2, 4)]


def trained(optimizer, steps=6):
    """Weights and slots after some steps, in a graph as in training."""
    rng = np.random.default_rng(0)
    weights = [keras.Variable(rng.normal(size=shape), dtype="float32") for shape in SHAPES]
    optimizer.build(weights)
    apply = tf.function(lambda *gradients: optimizer.apply(gradients, weights))
    for step in range(steps):
        apply(*(tf.constant(rng.normal(size=shape) * (step + 1), tf.float32) for shape in SHAPES))
    return [each.numpy() for each in (*weights, *optimizer.variables)]


@pytest.mark.parametrize(("ours", "keras_own", "options"), PAIRS)
@pytest.mark.parametrize("clipvalue", [None, 0.4])
def test_a_fused_optimizer_is_keras_own(ours, keras_own, options, clipvalue):
    """Weights, and the slots that a checkpoint holds, in their order."""
    rate = keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 0.5)
    found, expected = (
        trained(kind(rate, epsilon=0.01, clipvalue=clipvalue, **options))
        for kind in (ours, keras_own)
    )
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


@pytest.mark.parametrize(("ours", "keras_own", "options"), PAIRS)
def test_one_operation_updates_a_weight(ours, keras_own, options):
    """What the graph of a step holds: that is where the time goes."""

    def operations(optimizer):
        weights = [keras.Variable(np.zeros(shape), dtype="float32") for shape in SHAPES]
        optimizer.build(weights)
        graph = tf.function(lambda: optimizer.apply([tf.ones(shape) for shape in SHAPES], weights))
        return len(graph.get_concrete_function().graph.get_operations())

    assert operations(ours(0.1, **options)) < operations(keras_own(0.1, **options))
