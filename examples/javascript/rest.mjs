// Registers a name over the REST API: node rest.mjs NAME.com (Node 18 or newer)
const url = process.env.NAMEYARD_URL || 'http://127.0.0.1:8080';
const token = process.env.NAMEYARD_TOKEN || 'AaLc8eNZWsZtWlT9LtT7NUha';
const name = process.argv[2] || 'example-rest-js.com';

/** Sends a request and gives the answer. Errors are problem details (RFC 9457) and throw. */
async function ask(method, path, body, headers = {}) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
    redirect: 'error', // another page would answer, or be given the token
    signal: AbortSignal.timeout(40_000),
  });
  const answer = await response.json();
  console.log(`${method} ${path}:`, JSON.stringify(answer));
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail} (${answer.code})`);
  return answer;
}

await ask('GET', `/availability/?domains=${encodeURIComponent(name)}`);
const domain = await ask('POST', '/domains/', {
  domain_name: name, years: 1, auto_renew: false, nameservers: ['ns1.example.net', 'ns2.example.net'],
  contacts: { registrant: {
    first_name: 'Jane', last_name: 'Doe', address1: '1 High Street', city: 'London', postcode: 'N1 9GU', country: 'GB',
    phone: '+44.2071234567', email: 'jane@example.org',
  } },
}, { 'Idempotency-Key': `register-${name}` });
let known;
while ((known = await ask('GET', `/domains/${domain.id}/`)).status === 'pending') {
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
if (known.status !== 'active') throw new Error(`${name} is ${known.status}`);
await ask('PUT', `/domains/${domain.id}/dns/`, { records: [{ hostname: 'www', type: 'A', address: '192.0.2.1' }] });
await ask('GET', '/balance/');
