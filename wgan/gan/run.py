"""One training run: what is done after each step, and all that is left at the end."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from wgan.errors import InputError
from wgan.gan.algorithm import Algorithm
from wgan.gan.average import Average
from wgan.gan.batch import Batch, Condition
from wgan.gan.build import build_optimizer, build_pair
from wgan.gan.config import TrainConfig
from wgan.gan.dataset import Images, Labels, Split, batches
from wgan.gan.devices import Devices
from wgan.gan.fast import accelerate, plain
from wgan.gan.generate import one_hot
from wgan.gan.inspection import Inspection
from wgan.gan.outcome import NotFinite, Outcome, end_of
from wgan.gan.randomness import Stream
from wgan.gan.record import (
    STEPWISE,
    UNMEASURED,
    Record,
    Weights,
    better,
    has_picture,
    history_table,
)
from wgan.gan.start import start_from


class Run:
    """Networks, optimizers and record of one run; `advance` is one turn of the loop."""

    def __init__(
        self,
        config: TrainConfig,
        train: Split,
        validation: Split,
        classes: int,
        start: Mapping[str, Path] | None = None,
    ) -> None:
        """`classes` is the number of classes in the data, used if the pair is conditional.

        `start` names Keras files of the `generator` and the `critic` to start from, or of one of them.
        Raises InputError if the network doesn't take the images, conditions on labels that are
        missing, or is not as in these files.
        """
        labels = (train.labels, validation.labels)
        labelled = classes > 1 and all(np.min(each, initial=0) >= 0 for each in labels)
        conditional = labelled if config.conditional is None else config.conditional
        if conditional and not labelled:
            raise InputError(
                "conditional networks need images of at least 2 classes, every one labelled; "
                f"the prepared data have {classes} classes",
                option="conditional",
            )
        self.config = config
        self.train = train
        self.validation = validation
        self.classes = classes if conditional else 0
        self.devices = Devices(config.devices)
        self.devices.check(config)
        # this pass of TensorFlow's loses the order of reads and writes of some variables
        tf.config.optimizer.set_experimental_options({"dependency_optimization": False})
        # layer names are counted per session and end up in the exported files
        keras.backend.clear_session()
        with self.devices.strategy.scope():
            self._build(train.images.shape[1:], start or {})
        self.record = Record()
        self.streams = {name: Stream(config.seed, name) for name in ("real", "labels", "held out")}
        self._step = tf.function(self._graph_step, autograph=False)

    def _build(self, shape: tuple[int, ...], start: Mapping[str, Path]) -> None:
        """Networks, their average, optimizers and the algorithm, on the devices in scope."""
        config, shared = self.config, self.devices.count > 1
        pair = build_pair(config, shape, self.classes)
        for model in pair:
            if model.name in start:
                start_from(model, start[model.name])
        self.generator, self.critic = (
            accelerate(model, shared, config.precision) for model in pair
        )
        self.average = Average(self.generator, config.ema_decay)
        self.inspection = Inspection(
            config,
            self.validation,
            self.classes,
            self.generator,
            self.critic,
            self.average.model,
        )
        rate = config.learning_rate
        self.critic_optimizer = build_optimizer(config, self.critic, rate, config.critic_updates)
        self.generator_optimizer = build_optimizer(
            config, self.generator, config.generator_learning_rate or rate
        )
        self.algorithm = Algorithm(
            config,
            self.generator,
            self.critic,
            self.critic_optimizer,
            self.generator_optimizer,
        )

    def batches(self, last: int | None = None) -> Iterator[tuple[Images, Labels]]:
        """What `advance` takes for each step from here to `last`, or to the end of the run.

        With `real_batches: shared` the critic updates of a step share one real batch.
        """
        config = self.config
        end = config.steps if last is None else last
        drawn = 1 if config.real_batches == "shared" else config.n_critic
        shape, part = (drawn, config.batch_size), self.devices.part(config.batch_size)
        draws = batches(self.train, self.streams["real"], shape, self.record.step, end, part)
        for images, labels in draws:
            yield (
                np.broadcast_to(images, (config.n_critic, *images.shape[1:])),
                np.broadcast_to(labels, (config.n_critic, *labels.shape[1:])),
            )

    def advance(self, images: Images, labels: Labels) -> None:
        """One generator step, on (n_critic, batch, H, W, C) images; then what is due after it.

        Of the batch, this machine's `Devices.part`.
        Raises NotFinite as soon as a loss is.
        """
        record, index = self.record, self.record.step
        if index == 0:
            record.pictures[0] = self.inspection.picture()
        own = self._condition(self._draw_labels(index)) if self.classes else ()
        size = self.config.batch_size
        # of the classes of the last critic update: a critic that knows them scores each at its own level
        held_out = self.validation.draw_like(
            labels[-1], self.streams["held out"], index, size, self.devices.part(size)
        )
        measured = self._step(
            tf.constant(index, tf.int64),
            self._batch(images, labels, axis=1),
            own,
            self._batch(*held_out),
        ).numpy()
        if not np.isfinite(measured).all():
            raise NotFinite(index + 1, self.history(), self.config.objective)
        record.step += 1
        record.sums += measured
        if record.step % self.config.log_every == 0:
            record.rows.append(
                record.row(self.inspection.gradient_norm(record.step) if self._due else UNMEASURED)
            )
            record.sums = np.zeros(len(STEPWISE))
        if has_picture(record.step):
            record.pictures[record.step] = self.inspection.picture()
        if record.step % self.config.candidate_every == 0 and self.config.keep == "best":
            record.best = better(record.best, self.inspection.candidate(record.step))

    def finish(self) -> Outcome:
        """Close the run where it stands; the record stays as it is, fit for going on."""
        record, config = self.record, self.config
        spoiled = not all(
            np.isfinite(weight).all()
            for model in (self.average.model, self.generator, self.critic)
            for weight in model.get_weights()
        )
        if spoiled:
            # by the last update, after which no loss was taken
            raise NotFinite(record.step, self.history(), config.objective, what="the weights are")
        rows, pictures = list(record.rows), dict(record.pictures)
        if record.since_row:
            rows.append(record.row(UNMEASURED))
        *means, norm = rows[-1]
        if np.isnan(norm):
            rows[-1] = (*means, self.inspection.gradient_norm(record.step))
        pictures[record.step] = self.inspection.picture()
        last = self.inspection.candidate(record.step)
        kept = better(record.best, last) if config.keep == "best" else last
        history = self._table(rows)
        return Outcome(
            generator=_with_weights(self.generator, kept.generator),
            critic=_with_weights(self.critic, kept.critic),
            history=history,
            pictures=pictures,
            metrics={
                "steps": record.step,
                **end_of(history),
                "kept_step": kept.step,
                "kept_w1": kept.distance,
                "last_w1": last.distance,
                "generator_parameters": self.generator.count_params(),
                "critic_parameters": self.critic.count_params(),
            },
        )

    def history(self) -> pd.DataFrame:
        """The whole rows so far."""
        return self._table(self.record.rows)

    def _graph_step(
        self, index: tf.Tensor, real: Batch, own: Condition, held_out: Batch
    ) -> tf.Tensor:
        self.algorithm.reseed_dropout(index)
        measured = self.devices.run(self.algorithm.step, index, real, own, held_out)
        self.average.update(index)
        return measured

    @property
    def _due(self) -> bool:
        """Whether a candidate lies between the last row and the present step."""
        record, every = self.record, self.config.candidate_every
        return record.step // every > (record.step - record.since_row) // every

    def _batch(self, images: Images, labels: Labels, axis: int = 0) -> Batch:
        return Batch(self.devices.share(images, axis), self._condition(labels, axis))

    def _condition(self, labels: Labels, axis: int = 0) -> Condition:
        if not self.classes:
            return ()
        return (self.devices.share(one_hot(labels, self.classes), axis),)

    def _draw_labels(self, index: int) -> Labels:
        """Labels for the generator's own batch, with the frequencies of the training images.

        Those of this machine's part.
        """
        count = self.config.generator_batch
        chosen = self.streams["labels"].numpy(index).integers(0, len(self.train), count)
        return self.train.labels[chosen[self.devices.part(count)]]

    def _table(self, rows: list[tuple[float, ...]]) -> pd.DataFrame:
        return history_table(rows, estimates_distance=self.config.objective.estimates_distance)


def _with_weights(model: keras.Model, weights: Weights) -> keras.Model:
    """The network as it is exported: Keras's own layers, these weights."""
    copy = plain(model)
    copy.set_weights(weights)
    return copy
