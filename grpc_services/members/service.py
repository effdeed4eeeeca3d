"""How is the members' side served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.members import (
    addresses,
    bank_accounts,
    codes,
    credentials,
    letters,
    login_ids,
    passwords,
    profiles,
    registration,
    sessions,
    signing_in,
    standing,
    terms,
)
from grpc_services.members.limits import client_of
from grpc_services.members.messages import (
    account_message,
    address_message,
    agreements_message,
    applicant_of,
    given,
    member_message,
    purpose,
    session_message,
    signed_in,
    terms_message,
    versions,
)
from grpc_services.members.proofs import Proofs
from grpc_services.members.tokens import Signer
from grpc_services.messages import enum_name
from grpc_services.server import Steps, keyed_rpc, rpc, stepwise_rpc
from models.dialect import machine_time
from protos import members_pb2 as pb
from protos import members_pb2_grpc


@dataclass(frozen=True)
class Members(members_pb2_grpc.MembersServicer):
    codes: codes.EmailCodes
    lives: sessions.Lives
    signer: Signer
    proofs: Proofs

    @rpc
    def RequestEmailCode(self, request: pb.RequestEmailCodeRequest, now: datetime) -> Message:
        codes.request_code(
            codes=self.codes,
            email=request.email,
            purpose=purpose(request.purpose),
            language=request.language,
            client=client_of(request.address),
        )
        return pb.RequestEmailCodeResponse()

    @rpc
    def IssueEmailCode(self, request: pb.IssueEmailCodeRequest, now: datetime) -> Message:
        code = codes.issue_code(
            codes=self.codes, email=request.email, purpose=purpose(request.purpose)
        )
        if not code:
            return pb.IssueEmailCodeResponse()
        subject, text = letters.code_letter(code, request.language)
        return pb.IssueEmailCodeResponse(subject=subject, text=text)

    @rpc
    def WriteAccountLetter(self, request: pb.WriteAccountLetterRequest, now: datetime) -> Message:
        change = enum_name(pb.AccountChange, request.change) or "PASSWORD"
        subject, text = letters.account_letter(change, request.language)
        return pb.AccountLetter(subject=subject, text=text)

    @rpc
    def VerifyEmailCode(self, request: pb.VerifyEmailCodeRequest, now: datetime) -> Message:
        token = codes.verify_code(
            codes=self.codes,
            email=request.email,
            purpose=purpose(request.purpose),
            code=request.code,
        )
        return pb.EmailToken(email_token=token)

    @rpc
    def CheckLoginId(self, request: pb.CheckLoginIdRequest, now: datetime) -> Message:
        return pb.LoginIdAvailability(available=login_ids.is_free(login_id=request.login_id))

    @stepwise_rpc
    async def SignUp(self, request: pb.SignUpRequest, steps: Steps) -> Message:
        before = await steps.kept(pb.Member, about="email")
        if before is not None:
            return before
        applicant = applicant_of(request)
        await steps.do(
            lambda now: registration.require_welcome(
                applicant=applicant, codes=self.codes, email_token=request.email_token, now=now
            )
        )
        password_hash = await self.proofs.hashing.do(
            lambda: passwords.hash_if_strong(request.password, known=applicant.known),
            busy=registration.TooManySignUps,
        )
        member = await steps.once(
            lambda now: self._signed_up(request, applicant, password_hash, now),
            pb.Member,
            about="email",
        )
        await steps.do(lambda _: codes.use_up(codes=self.codes, token=request.email_token))
        return member

    def _signed_up(
        self,
        request: pb.SignUpRequest,
        applicant: registration.Applicant,
        password_hash: str,
        now: datetime,
    ) -> pb.Member:
        member = registration.sign_up_verified(
            applicant=applicant,
            password_hash=password_hash,
            codes=self.codes,
            email_token=request.email_token,
            now=now,
        )
        return member_message(member.member_id)

    @stepwise_rpc
    async def SignIn(self, request: pb.SignInRequest, steps: Steps) -> Message:
        attempt = await steps.do(
            lambda _: signing_in.begin_sign_in(
                login_id=request.login_id,
                client=client_of(request.address),
                limits=self.proofs.limits,
            )
        )
        is_right = await self.proofs.hashing.do(
            lambda: passwords.is_password(request.password, attempt.password_hash),
            busy=signing_in.TooManySignIns,
        )
        return await steps.do(lambda now: self._signed_in(request, attempt, is_right, now))

    def _signed_in(
        self,
        request: pb.SignInRequest,
        attempt: signing_in.Attempt,
        is_right: bool,
        now: datetime,
    ) -> pb.Tokens:
        opened = signing_in.end_sign_in(
            attempt=attempt,
            is_right=is_right,
            device=request.device,
            limits=self.proofs.limits,
            lives=self.lives,
            now=now,
        )
        return self._tokens(opened, now)

    @rpc
    def RefreshSession(self, request: pb.RefreshSessionRequest, now: datetime) -> Message:
        opened = sessions.refresh_session(
            refresh_token=request.refresh_token, lives=self.lives, signer=self.signer, now=now
        )
        return self._tokens(opened, now)

    @rpc
    def SignOut(self, request: pb.SignOutRequest, now: datetime) -> Message:
        sessions.end_session(session_id=request.session_id, now=now)
        return pb.SignOutResponse()

    @stepwise_rpc
    async def FindLoginId(self, request: pb.FindLoginIdRequest, steps: Steps) -> Message:
        found = await steps.once(
            lambda _: pb.FoundLoginId(
                login_id=credentials.login_id_of(codes=self.codes, email_token=request.email_token)
            ),
            pb.FoundLoginId,
            about="email_token",
        )
        await steps.do(lambda _: codes.use_up(codes=self.codes, token=request.email_token))
        return found

    @stepwise_rpc
    async def ResetPassword(self, request: pb.ResetPasswordRequest, steps: Steps) -> Message:
        before = await steps.kept(pb.ResetPasswordResponse, about="login_id")
        if before is not None:
            return before
        known = await steps.do(
            lambda _: credentials.known_of_owner(
                login_id=request.login_id, codes=self.codes, email_token=request.email_token
            )
        )
        password_hash = await self._hashed(request.new_password, known)
        done = await steps.once(
            lambda now: self._reset(request, password_hash, now),
            pb.ResetPasswordResponse,
            about="login_id",
        )
        await steps.do(lambda _: codes.use_up(codes=self.codes, token=request.email_token))
        return done

    def _reset(
        self, request: pb.ResetPasswordRequest, password_hash: str, now: datetime
    ) -> pb.ResetPasswordResponse:
        credentials.reset_password(
            login_id=request.login_id,
            codes=self.codes,
            email_token=request.email_token,
            password_hash=password_hash,
            now=now,
        )
        return pb.ResetPasswordResponse()

    async def _hashed(self, password: str, known: tuple[str, ...]) -> str:
        return await self.proofs.hashing.do(
            lambda: passwords.hash_if_strong(password, known=known),
            busy=signing_in.TooManySignIns,
        )

    @rpc
    def GetMember(self, request: pb.GetMemberRequest, now: datetime) -> Message:
        return member_message(request.member_id)

    @rpc
    def UpdateMember(self, request: pb.UpdateMemberRequest, now: datetime) -> Message:
        values = given(request)
        if "gender" in values:
            values["gender"] = enum_name(pb.Gender, values["gender"]) or "OTHER"
        profiles.change_profile(member_id=request.member_id, values=values, now=now)
        return member_message(request.member_id)

    @stepwise_rpc
    async def ChangePassword(self, request: pb.ChangePasswordRequest, steps: Steps) -> Message:
        attempt = await self.proofs.attempt(
            steps.do,
            member_id=request.member_id,
            password=request.current_password,
            client=client_of(request.address),
        )
        known = await steps.do(lambda _: credentials.known_of(member_id=request.member_id))
        password_hash = await self._hashed(request.new_password, known)
        await steps.do(
            lambda now: credentials.change_password(
                attempt=attempt,
                session_id=request.session_id,
                password_hash=password_hash,
                now=now,
            )
        )
        return pb.ChangePasswordResponse()

    @stepwise_rpc
    async def ChangeEmail(self, request: pb.ChangeEmailRequest, steps: Steps) -> Message:
        changed = await steps.do(lambda _: self._moved(request))
        await steps.do(lambda _: codes.use_up(codes=self.codes, token=request.email_token))
        return changed

    def _moved(self, request: pb.ChangeEmailRequest) -> pb.Member:
        credentials.change_email(
            member_id=request.member_id, codes=self.codes, email_token=request.email_token
        )
        return member_message(request.member_id)

    @rpc
    def ListSessions(self, request: pb.ListSessionsRequest, now: datetime) -> Message:
        rows = sessions.open_sessions(member_id=request.member_id, lives=self.lives, now=now)
        return pb.ListSessionsResponse(
            items=[session_message(row, request.session_id) for row in rows]
        )

    @rpc
    def EndSession(self, request: pb.EndSessionRequest, now: datetime) -> Message:
        sessions.end_session_of(member_id=request.member_id, session_id=request.session_id, now=now)
        return pb.EndSessionResponse()

    @rpc
    def ListTerms(self, request: pb.ListTermsRequest, now: datetime) -> Message:
        rows = terms.newest_terms()
        return pb.ListTermsResponse(items=[terms_message(row, request.language) for row in rows])

    @rpc
    def GetTerms(self, request: pb.GetTermsRequest, now: datetime) -> Message:
        version = request.version if request.HasField("version") else None
        return terms_message(terms.terms(kind=request.kind, version=version), request.language)

    @rpc
    def ListAgreements(self, request: pb.ListAgreementsRequest, now: datetime) -> Message:
        return agreements_message(request.member_id)

    @keyed_rpc(pb.ListAgreementsResponse)
    def AgreeToTerms(
        self, request: pb.AgreeToTermsRequest, now: datetime
    ) -> pb.ListAgreementsResponse:
        terms.agree(member_id=request.member_id, agreed_to=versions(request.agreed_to), now=now)
        return agreements_message(request.member_id)

    @rpc
    def BlockStore(self, request: pb.BlockStoreRequest, now: datetime) -> Message:
        standing.block_store(member_id=request.member_id, store_id=request.store_id, now=now)
        return pb.BlockStoreResponse()

    @rpc
    def UnblockStore(self, request: pb.UnblockStoreRequest, now: datetime) -> Message:
        standing.unblock_store(member_id=request.member_id, store_id=request.store_id)
        return pb.UnblockStoreResponse()

    @rpc
    def ListAddresses(self, request: pb.ListAddressesRequest, now: datetime) -> Message:
        rows = addresses.addresses_of(member_id=request.member_id)
        return pb.ListAddressesResponse(items=map(address_message, rows))

    @keyed_rpc(pb.Address)
    def CreateAddress(self, request: pb.CreateAddressRequest, now: datetime) -> pb.Address:
        return address_message(
            addresses.add_address(
                member_id=request.member_id, values=given(request), default=request.default
            )
        )

    @rpc
    def UpdateAddress(self, request: pb.UpdateAddressRequest, now: datetime) -> Message:
        row = addresses.change_address(
            member_id=request.member_id,
            address_id=request.address_id,
            values=given(request),
        )
        return address_message(row)

    @rpc
    def DeleteAddress(self, request: pb.DeleteAddressRequest, now: datetime) -> Message:
        addresses.remove_address(member_id=request.member_id, address_id=request.address_id)
        return pb.DeleteAddressResponse()

    @rpc
    def SetDefaultAddress(self, request: pb.SetDefaultAddressRequest, now: datetime) -> Message:
        row = addresses.make_default_address(
            member_id=request.member_id, address_id=request.address_id
        )
        return address_message(row)

    @rpc
    def ListAccounts(self, request: pb.ListAccountsRequest, now: datetime) -> Message:
        rows = bank_accounts.accounts_of(member_id=request.member_id)
        return pb.ListAccountsResponse(items=map(account_message, rows))

    @keyed_rpc(pb.Account)
    def CreateAccount(self, request: pb.CreateAccountRequest, now: datetime) -> pb.Account:
        return account_message(
            bank_accounts.add_account(
                member_id=request.member_id, values=given(request), default=request.default
            )
        )

    @rpc
    def UpdateAccount(self, request: pb.UpdateAccountRequest, now: datetime) -> Message:
        row = bank_accounts.change_account(
            member_id=request.member_id,
            account_id=request.account_id,
            values=given(request),
        )
        return account_message(row)

    @rpc
    def DeleteAccount(self, request: pb.DeleteAccountRequest, now: datetime) -> Message:
        bank_accounts.remove_account(member_id=request.member_id, account_id=request.account_id)
        return pb.DeleteAccountResponse()

    @rpc
    def SetDefaultAccount(self, request: pb.SetDefaultAccountRequest, now: datetime) -> Message:
        row = bank_accounts.make_default_account(
            member_id=request.member_id, account_id=request.account_id
        )
        return account_message(row)

    def _tokens(self, opened: sessions.OpenSession, now: datetime) -> pb.Tokens:
        member, store = registration.member_with_store(member_id=opened.session.member_id)
        return pb.Tokens(
            access_token=self.signer.access_token(
                member_id=member.member_id,
                role=member.role,
                session_id=opened.session.session_id,
                # It lives minutes of whoever reads it: edge and relay know of no test clock.
                now=machine_time(now),
            ),
            expires_in=int(self.signer.access_life.total_seconds()),
            refresh_token=opened.refresh_token,
            refresh_expires_in=int(self.lives.of_token(opened.session, now).total_seconds()),
            member=signed_in(member, store),
        )
