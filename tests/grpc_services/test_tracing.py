"""What goes with a fact that is told for somebody?"""

import pytest
from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

from grpc_services.tracing import marked, telling

_TRACE = 0x1F


@pytest.fixture
def traced():
    """What is done meanwhile is done for a trace, of which no span of ours is sent."""
    context = SpanContext(_TRACE, 0x2F, is_remote=True, trace_flags=TraceFlags(1))
    token = attach(trace.set_span_in_context(NonRecordingSpan(context)))
    yield f"00-{_TRACE:032x}-{0x2F:016x}-01"
    detach(token)


class TestAMark:
    def test_is_not_there_without_a_trace(self):
        assert marked('{"goods_id":1}') == '{"goods_id":1}'
        with telling([(1, "BidsPlaced", ['{"goods_id":1}'])]) as traces:
            assert traces == {}

    @pytest.mark.parametrize("payload", ["{}", '{"goods_id":1}'])
    def test_is_read_again_before_whatever_a_fact_says(self, traced, payload):
        text = marked(payload)
        assert text.endswith(payload[1:])
        with telling([(7, "BidsPlaced", [text])]) as traces:
            assert traces == {7: traced}

    def test_goes_on_though_the_last_of_those_told_as_one_has_none(self, traced):
        with telling([(7, "BidsPlaced", ['{"goods_id":1}', marked('{"goods_id":1}')])]) as traces:
            assert traces == {7: traced}
