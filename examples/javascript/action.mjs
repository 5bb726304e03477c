// Registers a name over the action API: node action.mjs NAME.com (Node 18 or newer)
const url = process.env.NAMEYARD_URL || 'http://127.0.0.1:8080';
const email = process.env.NAMEYARD_EMAIL || 'test@exampledomain.com';
const token = process.env.NAMEYARD_TOKEN || 'AaLc8eNZWsZtWlT9LtT7NUha';
const name = process.argv[2] || 'example-action-js.com';

/** Carries out an action and gives the answer. Anything but a clear success throws. */
async function ask(action, parameters = {}) {
  const response = await fetch(`${url}/domainsResellerAPI/api.php`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, authemail: email, action, ...parameters }),
    redirect: 'error', // another page would answer, or be given the token
    signal: AbortSignal.timeout(40_000),
  });
  const answer = await response.json();
  console.log(`${action}:`, JSON.stringify(answer));
  if (answer.result !== 'success') throw new Error(`${action}: ${answer.msg} (${answer.code})`);
  return answer;
}

await ask('CheckAvailability', { domains: [name] });
await ask('RegisterDomain', {
  domain: name, regperiod: 1, nameserver1: 'ns1.example.net', nameserver2: 'ns2.example.net',
  firstname: 'Jane', lastname: 'Doe', address1: '1 High Street', city: 'London', postcode: 'N1 9GU', country: 'GB',
  phonenumber: '+44.2071234567', email: 'jane@example.org', idempotencykey: `register-${name}`,
});
while (!(await ask('Sync', { domain: name })).active) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
await ask('SaveDNS', { domain: name, dnsrecords: [{ hostname: 'www', type: 'A', address: '192.0.2.1' }] });
await ask('CreditAmount');
