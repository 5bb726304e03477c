// Registers a name over the second generation of the reseller API: NAMEYARD_KEY=… node v2.mjs NAME.com (Node 18 or newer)
import { createHmac } from 'node:crypto';

const url = process.env.NAMEYARD_URL || 'http://127.0.0.1:8080';
const email = process.env.NAMEYARD_EMAIL || 'test@exampledomain.com';
const key = process.env.NAMEYARD_KEY;
if (!key) throw new Error(`NAMEYARD_KEY is not set; make one: nameyard token add ${email} --kind v2 --name examples`);
const name = process.argv[2] || 'example-v2-js.com';

/** The token of an hour: base64 of the hexadecimal HMAC-SHA-256 of the key, not of its bytes. */
function sign(now) {
  const hour = now.toISOString().slice(2, 13).replace('T', ' '); // yy-mm-dd HH in UTC
  return Buffer.from(createHmac('sha256', `${email}:${hour}`).update(key).digest('hex')).toString('base64');
}

/** Sends a request and gives the answer. What has the key error is one, and throws. */
async function ask(method, path, parameters) {
  const now = new Date();
  const response = await fetch(`${url}/modules/addons/DomainsReseller/api/index.php${path}`, {
    method,
    headers: {
      username: email, token: sign(now), timestamp: String(Math.floor(now / 1000)), 'Content-Type': 'application/json',
    },
    body: parameters && JSON.stringify(parameters),
    redirect: 'error', // another page would answer, or be given the token
    signal: AbortSignal.timeout(40_000),
  });
  const answer = await response.json();
  console.log(`${method} ${path}:`, JSON.stringify(answer));
  if (!response.ok || answer?.error) throw new Error(`${method} ${path}: ${answer?.error} (${answer?.code})`);
  return answer;
}

const [label, ...tld] = name.split('.');
await ask('POST', '/domains/lookup', { searchTerm: label, tldsToInclude: [`.${tld.join('.')}`] });
await ask('POST', '/order/domains/register', {
  domain: name, regperiod: 1, nameservers: { ns1: 'ns1.example.net', ns2: 'ns2.example.net' },
  contacts: { registrant: {
    firstname: 'Jane', lastname: 'Doe', address1: '1 High Street', city: 'London', postcode: 'N1 9GU', country: 'GB',
    phonenumber: '+44.2071234567', email: 'jane@example.org',
  } },
  idempotencykey: `register-${name}`,
});
while (!(await ask('POST', `/domains/${name}/sync`, { domain: name })).active) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
await ask('POST', `/domains/${name}/dns`, { dnsrecords: [{ hostname: 'www', type: 'A', address: '192.0.2.1' }] });
await ask('GET', '/billing/credits');
