import { below, pick, type Random } from './random.ts'

export interface Page {
  readonly method: string
  readonly path: string
  readonly bytes: number
}

const articles = ['kettle', 'teapot', 'oolong-250g', 'cups-set-of-6', 'strainer', 'caf%C3%A9-mug']
const searches = [
  'green+tea',
  'kettle',
  'gift',
  'th%C3%A9+vert',
  'size:xl',
  'a+%26+b',
  '%22matcha%22',
]
const files = ['app.3f9c1d.js', 'site.8a77e0.css', 'logo.svg', 'inter-var.woff2', 'hero@2x.webp']
// As web servers write what is not ASCII: escaped byte by byte or, told not to escape, as it is.
const rareFiles = [
  'preisliste-gr\\xC3\\xBCner-tee.pdf',
  '价目表.pdf',
  'menu-été.pdf',
  'a\\x22b.txt',
]

/** The requests of the shop, the most frequent ones first. */
export const pages: readonly ((random: Random) => Page)[] = [
  (random) => get(`/static/${pick(random, files)}`, 900 + below(random, 90_000)),
  (random) => get(`/articles/${articleId(random)}/${pick(random, articles)}`, size(random)),
  () => get('/', 14_212),
  (random) => get(`/search?q=${pick(random, searches)}&page=${1 + below(random, 9)}`, size(random)),
  (random) =>
    get(`/api/v2/articles/${articleId(random)}?fields=price,stock`, 180 + below(random, 400)),
  (random) => post('/api/v2/basket', 96 + below(random, 30)),
  () => get('/healthz', 2),
  (random) =>
    get(`/images/${articleId(random)}.jpg?w=${200 * (1 + below(random, 5))}`, 4 * size(random)),
  (random) => post(`/api/v2/events?client=web&batch=${below(random, 1e6)}`, 0),
  (random) => ({ method: 'PUT', path: `/api/v2/basket/lines/${below(random, 9)}`, bytes: 96 }),
  (random) => ({ method: 'HEAD', path: `/articles/${articleId(random)}`, bytes: 0 }),
  (random) => ({ method: 'DELETE', path: `/api/v2/basket/lines/${below(random, 9)}`, bytes: 0 }),
  () => post('/login', 512),
  (random) => ({ method: 'OPTIONS', path: `/api/v2/articles/${articleId(random)}`, bytes: 0 }),
  () => get('/wp-login.php', 153),
  (random) => get(`/downloads/${pick(random, rareFiles)}`, 20 * size(random)),
]

/** Client addresses, mostly IPv4. */
export const clients: readonly ((random: Random) => string)[] = [
  (random) => `203.0.113.${below(random, 256)}`,
  (random) => `198.51.${below(random, 256)}.${below(random, 256)}`,
  (random) => `10.0.${below(random, 4)}.${below(random, 256)}`,
  () => '192.0.2.17',
  (random) =>
    `2001:db8:${below(random, 65_536).toString(16)}::${below(random, 65_536).toString(16)}`,
]

export const users: readonly string[] = [...Array<string>(9).fill('-'), 'warehouse']

export const referrers: readonly ((random: Random) => string)[] = [
  () => '-',
  (random) => `https://shop.example/articles/${articleId(random)}/${pick(random, articles)}`,
  () => 'https://shop.example/',
  (random) => `https://shop.example/search?q=${pick(random, searches)}`,
  () => 'https://www.search.example/',
  (random) => `https://news.example/2026/01/tea?utm_source=mail&utm_campaign=${below(random, 40)}`,
]

export const userAgents: readonly string[] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15',
  'curl/8.17.0',
  'Mozilla/5.0 (compatible; Examplebot/2.1; +https://bot.example/about)',
  'Go-http-client/2.0',
  'python-requests/2.32.5',
  '-',
  '',
  'ShopApp/7.3 (\\x22beta\\x22; Android 16)',
]

function get(path: string, bytes: number): Page {
  return { method: 'GET', path, bytes }
}

function post(path: string, bytes: number): Page {
  return { method: 'POST', path, bytes }
}

function articleId(random: Random): number {
  return 1000 + below(random, 900)
}

function size(random: Random): number {
  return 2000 + below(random, 28_000)
}
