"""What may go wrong with a job? What never helps to try again, and what may help later."""

import smtplib

import grpc
import redis
import requests
from botocore.exceptions import BotoCoreError, ClientError


class Final(Exception):
    """It will never work: a job that raises it is not done again."""


#: What the outside world does now and then; a job that meets it is done again later.
OUT_OF_REACH = (
    grpc.RpcError,
    requests.RequestException,
    redis.RedisError,
    smtplib.SMTPException,
    BotoCoreError,
    ClientError,
    OSError,
)
