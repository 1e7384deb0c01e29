"""params.yaml as text: what a name is before YAML takes it for a number, a truth value or nothing."""

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Written = str | list[str]


def written(text: str, section: str) -> dict[str, Written]:
    """The values of a section as they stand in the file, `text`: `007`, `true` or `1e3`, without quotes.

    Only of single values and of lists of single values.
    """
    root = YAML(typ="safe", pure=True).compose(text)
    own = _entries(root).get(section)
    return {
        key: found for key, node in _entries(own).items() if (found := _value(node)) is not None
    }


def _entries(node: Node | None) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _value(node: Node) -> Written | None:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode) and all(isinstance(item, ScalarNode) for item in node.value):
        return [str(item.value) for item in node.value]
    return None
