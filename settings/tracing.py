"""Who hears what was done for whom? A collector that takes OTLP, if TRACES_URL is set."""

from settings import Settings

_EXPORT_SECONDS = 5


def begin(process: str, config: Settings, *, believes: bool = True) -> bool:
    """
    This function will have spans of this process sent, after its forks; False if nobody hears.

    Where callers are ours it is them who have decided whether there is a trace: who `believes`.
    """
    if not config.traces_url:
        return False
    # Costly to import, and needed where there is a collector only.
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    share = TraceIdRatioBased(config.traces_share)
    provider = TracerProvider(
        sampler=ParentBased(share) if believes else share,
        resource=Resource.create({"service.name": f"pikcur-{process}"}),
    )
    exporter = OTLPSpanExporter(endpoint=config.traces_url, timeout=_EXPORT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return True
