"""The step as TensorFlow optimizes it."""

from collections import defaultdict

import pytest
import tensorflow as tf
from tensorflow.core.protobuf import config_pb2, rewriter_config_pb2
from tensorflow.python.grappler import tf_optimizer

SWITCHES = {
    False: rewriter_config_pb2.RewriterConfig.OFF,
    True: rewriter_config_pb2.RewriterConfig.ON,
}


class Traced(Exception):
    """What a step was called with."""


def traced(run):
    """The graph of a step."""
    step = run._step

    def note(*given):
        raise Traced(*given)

    run._step = note
    (batch,) = run.batches(1)
    with pytest.raises(Traced) as caught:
        run.advance(*batch)
    return step.get_concrete_function(*caught.value.args).graph


def optimized(graph):
    """Its nodes as the options in force leave them."""
    options = tf.config.optimizer.get_experimental_options()
    config = config_pb2.ConfigProto()
    passes = config.graph_options.rewrite_options
    for name in ("remapping", "dependency_optimization"):
        setattr(passes, name, SWITCHES[options.get(name, True)])
    passes.min_graph_nodes = -1
    with graph.as_default():
        for kept in (*graph.outputs, *graph.control_outputs):
            graph.add_to_collection("train_op", kept)
        return tf_optimizer.OptimizeGraph(
            config, tf.compat.v1.train.export_meta_graph(graph=graph)
        ).node


def followers(nodes):
    """Everything that waits for a node, by its name."""
    after = defaultdict(set)
    for node in nodes:
        for name in node.input:
            after[name.lstrip("^").partition(":")[0]].add(node.name)

    def found(name):
        seen, todo = set(), [name]
        while todo:
            new = after[todo.pop()] - seen
            seen |= new
            todo += new
        return seen

    return found


@pytest.mark.graph
def test_reads_and_writes_of_a_variable_keep_their_order(make_run):
    """TensorFlow's dependency optimization loses some; such a step gives now these, now other bytes."""
    graph = traced(make_run(network="dcgan", conditional=True, critic_labels="projection"))
    uses = defaultdict(list)
    for operation in graph.get_operations():
        for given in operation.inputs:
            if given.dtype == tf.resource and operation.type != "Identity":
                uses[given.name].append(operation)
    nodes = optimized(graph)
    names, waiting = {node.name for node in nodes}, followers(nodes)
    pairs = 0
    for operations in uses.values():
        left = [each for each in operations if each.name in names]
        for at, first in enumerate(left):
            after = waiting(first.name)
            for second in left[at + 1 :]:
                if {first.type, second.type} != {"ReadVariableOp"}:
                    pairs += 1
                    assert second.name in after, (first.name, second.name)
    assert pairs > 100
