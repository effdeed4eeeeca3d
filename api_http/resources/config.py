"""What would a client otherwise know by heart?"""

from google.protobuf.message import Message

from api_http.operations import Call, Resource, Routes, operation
from protos import config_pb2 as pb


class Config(Resource):
    @operation(
        "readConfig",
        "Addresses, limits, waits, banks, carriers, and the words of codes",
        answer=pb.Configuration,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        # It changes with a release or a setting only.
        call.headers["Cache-Control"] = "public, max-age=300"
        return await call.ask(self.stubs.config.GetConfig, pb.GetConfigRequest())


ROUTES: Routes = (("/v1/config", Config),)
