"""Layers in a row: from latents to images, from images to scores; and where labels enter."""

import keras
from keras import layers

from wgan.gan.networks.spec import Spec

Layers = list[keras.Layer]


def generator(spec: Spec, stack: Layers) -> keras.Model:
    """Chain the layers from (N, latent_dim) latents, joined by (N, classes) one-hot labels if any."""
    latents = keras.Input((spec.latent_dim,), name=f"{spec.latents}_latents")
    if not spec.classes:
        return keras.Model(latents, _chain(latents, stack), name="generator")
    labels = keras.Input((spec.classes,), name="labels")
    joined = layers.Concatenate()([latents, labels])
    return keras.Model([latents, labels], _chain(joined, stack), name="generator")


def critic(spec: Spec, stack: Layers) -> keras.Model:
    """Chain the layers from (N, S, S, channels) images to (N, 1) scores.

    Labels, if any, are (N, classes) one-hot. As planes they become `classes` further channels,
    constant over the image (Foster, Generative Deep Learning 2e, ch. 4).
    """
    size = spec.image_size
    images = keras.Input((size, size, spec.channels), name="images")
    if not spec.classes:
        return keras.Model(images, _chain(images, stack), name="critic")
    labels = keras.Input((spec.classes,), name="labels")
    if spec.critic_labels == "projection":
        return keras.Model([images, labels], _projected(spec, images, labels, stack), name="critic")
    planes = layers.Reshape((size, size, spec.classes))(layers.RepeatVector(size * size)(labels))
    joined = layers.Concatenate()([images, planes])
    return keras.Model([images, labels], _chain(joined, stack), name="critic")


def leaky() -> keras.Layer:
    """The leaky ReLU of the published systems: slope 0.2."""
    return layers.LeakyReLU(negative_slope=0.2)


def _projected(
    spec: Spec, images: keras.KerasTensor, labels: keras.KerasTensor, stack: Layers
) -> keras.KerasTensor:
    """The score psi(f) + <E label, f> (arXiv 1802.05637, eq. 3).

    f are the flattened features that the last layer with weights sees, psi that layer and what
    follows it, E an embedding learnt for each class.
    """
    last = max(
        at for at, layer in enumerate(stack) if isinstance(layer, layers.Dense | layers.Conv2D)
    )
    features = _chain(images, stack[:last])
    score = _chain(features, stack[last:])
    flat = features if len(features.shape) == 2 else layers.Flatten()(features)
    embed = layers.Dense(flat.shape[-1], use_bias=False, kernel_initializer=spec.initializer())
    return layers.Add()([score, layers.Dot(axes=1)([embed(labels), flat])])


def _chain(tensor: keras.KerasTensor, stack: Layers) -> keras.KerasTensor:
    for layer in stack:
        tensor = layer(tensor)
    return tensor
