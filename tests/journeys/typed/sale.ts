// A whole sale by a client whose types are made from the document: does it compile, and does it run?
import createClient from 'openapi-fetch'
import type { components, paths } from './pikcur.js'

declare const process: { argv: string[] }

type Order = components['schemas']['Order']
type Api = ReturnType<typeof createClient<paths>>
interface Market { api: string, mails: string, portone: string, sweettracker: string }
interface Answer<Data> { data?: Data, error?: { code: string, detail: string } }

const market: Market = JSON.parse(process.argv[2] ?? '{}')
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const password = 'correct horse battery'
const key = (): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': crypto.randomUUID() })

function told<Data> ({ data, error }: Answer<Data>): Data {
  if (error !== undefined) throw new Error(`${error.code}: ${error.detail}`)
  return data as Data
}

async function until<Found> (what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 1200; tries++) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`waited for ${what}`)
}

async function mailedCode (email: string): Promise<string> {
  return await until('the code', async () => {
    const mails = await (await fetch(`${market.mails}/messages?to=${email}`)).json() as Array<{ subject: string }>
    return mails.at(-1)?.subject.match(/\b\d{6}\b/)?.[0]
  })
}

async function signedUp (loginId: string): Promise<Api> {
  const email = `${loginId}@example.com`
  const api = createClient<paths>({ baseUrl: market.api })
  const address = { email, purpose: 'SIGN_UP' } as const
  told(await api.POST('/v1/auth/email-codes', { body: address }))
  const code = await mailedCode(email)
  const { emailToken } = told(await api.POST('/v1/auth/email-codes/verify', { body: { ...address, code } }))
  const terms = told(await api.GET('/v1/terms')).items.filter(one => one.required)
  const member = told(await api.POST('/v1/auth/sign-up', {
    body: {
      loginId,
      password,
      name: '김앤',
      email,
      emailToken,
      phone: '010-0000-0000',
      birth: '1990-01-31',
      gender: 'OTHER',
      agreedTo: terms.map(({ kind, version }) => ({ kind, version }))
    }
  }))
  const tokens = told(await api.POST('/v1/auth/sign-in', { body: { loginId: member.loginId, password } }))
  const { refreshToken } = tokens
  if (refreshToken === null) throw new Error('only a cookie holds it')
  const { accessToken } = told(await api.POST('/v1/auth/refresh', { body: { refreshToken } }))
  return createClient<paths>({ baseUrl: market.api, headers: { Authorization: `Bearer ${accessToken}` } })
}

async function uploaded (api: Api): Promise<number> {
  const picture = new Blob([Uint8Array.from(atob(PNG), byte => byte.charCodeAt(0))], { type: 'image/png' })
  const ticket = told(await api.POST('/v1/uploads', {
    body: { kind: 'GOODS', contentType: 'image/png', size: picture.size }
  }))
  const form = new FormData()
  for (const [name, value] of Object.entries(ticket.fields)) form.append(name, value)
  form.append('file', picture, 'picture.png')
  const { status } = await fetch(new URL(ticket.url, market.api), { method: 'POST', body: form })
  if (status !== 204) throw new Error(`the upload gave ${status}`)
  return ticket.uploadId
}

async function putUp (seller: Api): Promise<number> {
  const category = told(await seller.GET('/v1/categories')).items[0]?.children[0]
  const brand = told(await seller.GET('/v1/brands', { params: { query: { limit: 1 } } })).items[0]
  if (category === undefined || brand === undefined) throw new Error('nothing to sell under')
  const goods = told(await seller.POST('/v1/goods', {
    body: {
      name: '덩크 로우',
      info: '한 번 신었습니다.',
      categoryId: category.categoryId,
      brandId: brand.brandId,
      quality: 'LIKE_NEW',
      startPrice: 10_000,
      shippingPrice: 3_000,
      endsAt: new Date(Date.now() + 6_000).toISOString(),
      softClose: false,
      uploadIds: [await uploaded(seller)]
    }
  }))
  return goods.goodsId
}

async function bid (buyer: Api, goodsId: number): Promise<void> {
  const goods = { path: { goodsId } }
  const tooLow = await buyer.POST('/v1/goods/{goodsId}/bids', {
    params: { ...goods, header: key() }, body: { amount: 100 }
  })
  if (tooLow.error?.code !== 'BID_TOO_LOW') throw new Error(`a bid of 100 gave ${tooLow.response.status}`)
  const placed = told(await buyer.POST('/v1/goods/{goodsId}/bids', {
    params: { ...goods, header: key() }, body: { maximum: 50_000 }
  }))
  if (!placed.leading) throw new Error('nobody else has bid')
}

async function reached (api: Api, orderId: number, state: Order['state']): Promise<Order> {
  return await until(state, async () => {
    const order = told(await api.GET('/v1/orders/{orderId}', { params: { path: { orderId } } }))
    return order.state === state ? order : undefined
  })
}

async function paid (buyer: Api, orderId: number): Promise<void> {
  told(await buyer.POST('/v1/me/addresses', {
    body: { name: '김앤', phone: '010-0000-0000', postcode: '06236', address: '서울' }
  }))
  const addressId = told(await buyer.GET('/v1/me/addresses')).items[0]?.addressId ?? 0
  const path = { orderId }
  told(await buyer.PUT('/v1/orders/{orderId}/address', { params: { path }, body: { addressId } }))
  const { merchantUid } = told(await buyer.POST('/v1/orders/{orderId}/payments', {
    params: { path, header: key() }
  }))
  const window = await fetch(`${market.portone}/_sandbox/pay`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ merchant_uid: merchantUid })
  })
  const { imp_uid: impUid } = await window.json() as { imp_uid: string }
  told(await buyer.POST('/v1/payments/{merchantUid}/verify', {
    params: { path: { merchantUid } }, body: { impUid }
  }))
  await reached(buyer, orderId, 'PAID')
}

async function shipped (seller: Api, orderId: number): Promise<void> {
  const parcel = { carrier: '04', invoice: String(Date.now()).slice(-12) }
  told(await seller.PUT('/v1/orders/{orderId}/shipment', { params: { path: { orderId } }, body: parcel }))
  await fetch(`${market.sweettracker}/_sandbox/parcels/${parcel.carrier}/${parcel.invoice}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ level: 6 })
  })
  await reached(seller, orderId, 'DELIVERED')
}

const [seller, buyer] = [await signedUp('typed_seller'), await signedUp('typed_buyer')]
const goodsId = await putUp(seller)
await bid(buyer, goodsId)
const { orderId } = await until('the order', async () =>
  told(await buyer.GET('/v1/me/purchases')).items.find(order => order.goodsId === goodsId))
await paid(buyer, orderId)
await shipped(seller, orderId)
told(await buyer.POST('/v1/orders/{orderId}/confirm', { params: { path: { orderId } } }))
const order = await reached(seller, orderId, 'SETTLED')
console.log(JSON.stringify({ price: order.price, states: order.history.map(({ state }) => state) }))
