# What a registrar does with Net::EPP, a client that knows nothing of this server. Usage: client.pl HOST PORT ID PASSWORD ACT [CODE]
use strict;
use warnings;
use Net::EPP::Simple;
use Net::EPP::Frame;

my ($host, $port, $id, $password, $act, $code) = @ARGV;
my $epp = Net::EPP::Simple->new(host => $host, port => $port, user => $id, pass => $password, load_config => 0, timeout => 10, reconnect => 0)
	or die "login: $Net::EPP::Simple::Error\n";

sub ok {
	my ($what, $got) = @_;
	defined $got or die "$what: $Net::EPP::Simple::Code " . ($Net::EPP::Simple::Error // '') . "\n";
	print "$what\n";
	return $got;
}

sub same {
	my ($what, $got, $want) = @_;
	($got // '') eq $want or die "$what is '" . ($got // '') . "', want '$want'\n";
}

sub contact {
	my ($contact) = @_;
	ok("contact $contact", $epp->create_contact({
		id => $contact, voice => '+46.40123456', fax => '', email => 'asa@example.net', authInfo => 'contact-code', status => [],
		postalInfo => { loc => {
			name => "Asa & <Oberg>", org => 'Org "A"',
			addr => { street => ['Storgatan 1', '2 tr'], city => "Malmo", sp => 'M', pc => '21145', cc => 'SE' },
		} },
	}));
}

# raw sends a command with an extension of the Swedish registry, and gives the answer.
sub raw {
	my ($what, $verb, $object, $extension, $want) = @_;
	my $answer = $epp->request('<epp xmlns="urn:ietf:params:xml:ns:epp-1.0" xmlns:c="urn:ietf:params:xml:ns:contact-1.0"'
		. ' xmlns:d="urn:ietf:params:xml:ns:domain-1.0" xmlns:i="urn:se:iis:xml:epp:iis-1.2"><command>' . $verb->[0] . $object . $verb->[1]
		. ($extension ? "<extension>$extension</extension>" : '') . '<clTRID>swedish-1</clTRID></command></epp>');
	same($what, $answer->code, $want);
	print "$what\n";
	return $answer;
}

sub change {
	my ($what, $inside, $extension, $want) = @_;
	return raw($what, ['<update>', '</update>'], "<d:update><d:name>domd.se</d:name>$inside</d:update>", $extension, $want);
}

sub value {
	my ($answer, $name) = @_;
	my $node = $answer->getElementsByLocalName($name)->shift;
	return $node ? $node->textContent : '';
}

my %acts = (
	swedish => sub {
		my $who = '<c:create><c:id>domare2603-00001</c:id><c:postalInfo type="loc"><c:name>Domaren AB</c:name><c:addr><c:street>Storgatan 1</c:street>'
			. '<c:city>Lund</c:city><c:pc>22100</c:pc><c:cc>SE</c:cc></c:addr></c:postalInfo><c:voice>+46.46123456</c:voice>'
			. '<c:email>info@example.net</c:email><c:authInfo><c:pw>contact-code</c:pw></c:authInfo></c:create>';
		raw('a holder with a number', ['<create>', '</create>'], $who, '<i:create><i:orgno>[SE]802405-0190</i:orgno><i:eid verified="true"/></i:create>', 1000);
		same('its number', value(raw('holder', ['<info>', '</info>'], '<c:info><c:id>domare2603-00001</c:id></c:info>', '', 1000), 'orgno'), '[SE]802405-0190');
		ok("host $_", $epp->create_host({ name => $_, addrs => [] })) for 'ns1.domare.example', 'ns2.domare.example';
		my $name = '<d:create><d:name>domd.se</d:name><d:period unit="m">12</d:period><d:registrant>domare2603-00001</d:registrant>'
			. '<d:authInfo><d:pw>unused-code</d:pw></d:authInfo></d:create>';
		length value(raw('register', ['<create>', '</create>'], $name, '', 1000), 'pw') >= 9 or die "the registry made no auth code\n";
		my $until = sub { raw('info', ['<info>', '</info>'], '<d:info><d:name>domd.se</d:name></d:info>', '', 1000) };
		change('to end with its term', '', '<i:update><i:clientDelete atExpDate="1">1</i:clientDelete></i:update>', 1000);
		same('that it ends', value($until->(), 'clientDelete'), '1');
		same('when', substr(value($until->(), 'deactDate'), 0, 10), '2027-03-10');
		change('or not', '', '<i:update><i:clientDelete>0</i:clientDelete></i:update>', 1000);
		same('that it goes on', value($until->(), 'clientDelete'), '');
		same('when', substr(value($until->(), 'deactDate'), 0, 10), '2027-03-20');
		my $code = value(change('a code', '<d:chg><d:authInfo><d:pw>any-valid-code</d:pw></d:authInfo></d:chg>', '', 1000), 'pw');
		print "CODE $code\n";
	},
	comes => sub {
		my $move = sub {
			my ($pw, $want) = @_;
			raw("transfer: $want", ['<transfer op="request">', '</transfer>'],
				"<d:transfer><d:name>domd.se</d:name><d:authInfo><d:pw>$pw</d:pw></d:authInfo></d:transfer>",
				'<i:transfer><i:ns><i:hostObj>ns1.domare.example</i:hostObj><i:hostObj>ns2.domare.example</i:hostObj></i:ns></i:transfer>', $want);
		};
		$move->('unused-code', 2202);
		$move->($code, 1000);
		my $d = ok('info', $epp->domain_info('domd.se'));
		same('its registrar', $d->{clID}, $id);
		same('its servers', join(' ', sort @{$d->{ns}}), 'ns1.domare.example ns2.domare.example');
	},
	register => sub {
		same('a free name', ok('check', $epp->check_domain('judged.com')), 1);
		contact('JUDGE-1');
		same('a contact that is there', ok('check contact', $epp->check_contact('JUDGE-1')), 0);
		my $who = ok('contact info', $epp->contact_info('JUDGE-1'));
		same('its name', $who->{postalInfo}{loc}{name}, "Asa & <Oberg>");
		same('its street', $who->{postalInfo}{loc}{addr}{street}[1], '2 tr');
		ok("host $_", $epp->create_host({ name => $_, addrs => [] })) for 'ns1.host.example', 'ns2.host.example';
		ok('register', $epp->create_domain({
			name => 'judged.com', period => 2, registrant => 'JUDGE-1', contacts => { admin => 'JUDGE-1', tech => 'JUDGE-1' },
			ns => ['ns1.host.example', 'ns2.host.example'], authInfo => 'first-code',
		}));
		my $d = ok('info', $epp->domain_info('judged.com'));
		same('its registrar', $d->{clID}, $id);
		same('its registrant', $d->{registrant}, 'JUDGE-1');
		same('its expiry', substr($d->{exDate}, 0, 10), '2028-03-10');
		same('its servers', join(' ', sort @{$d->{ns}}), 'ns1.host.example ns2.host.example');
		ok('renew', $epp->renew_domain({ name => 'judged.com', cur_exp_date => '2028-03-10', period => 1 }));
		!defined $epp->renew_domain({ name => 'judged.com', cur_exp_date => '2028-03-10', period => 1 }) or die "renewed twice\n";
		same('the code of a second renewal', $Net::EPP::Simple::Code, 2306);
		ok('child host', $epp->create_host({ name => 'ns1.judged.com', addrs => [{ ip => '192.0.2.1', version => 'v4' }] }));
		ok('child host again', $epp->update_host({
			name => 'ns1.judged.com', add => { addrs => [{ ip => '2001:db8::1', version => 'v6' }] }, rem => { addrs => [{ ip => '192.0.2.1', version => 'v4' }] },
		}));
		same('its address', ok('host info', $epp->host_info('ns1.judged.com'))->{addrs}[0]{addr}, '2001:db8::1');
		!defined $epp->delete_domain('judged.com') or die "a name with a child host was deleted\n";
		same('the code of that', $Net::EPP::Simple::Code, 2305);
		ok('child host away', $epp->delete_host('ns1.judged.com'));
		ok('update', $epp->update_domain({ name => 'judged.com', add => { status => ['clientHold'] }, chg => { authInfo => 'second-code' } }));
		ok('update back', $epp->update_domain({ name => 'judged.com', rem => { status => ['clientHold'] } }));
		!defined $epp->delete_contact('JUDGE-1') or die "a contact in use was deleted\n";
		same('the code of that', $Net::EPP::Simple::Code, 2305);
	},
	request => sub {
		!defined $epp->domain_transfer_request('judged.com', 'wrong', 1) or die "a wrong code was taken\n";
		same('the code of a wrong code', $Net::EPP::Simple::Code, 2202);
		same('the transfer', ok('request', $epp->domain_transfer_request('judged.com', 'second-code', 1))->{trStatus}, 'pending');
		same('who asks', ok('query', $epp->domain_transfer_query('judged.com'))->{reID}, $id);
	},
	approve => sub {
		my $m = $epp->request(Net::EPP::Frame::Command::Poll::Req->new);
		same('a message', $m->code, 1301);
		same('its status', $m->getElementsByLocalName('trStatus')->shift->textContent, 'pending');
		my $ack = Net::EPP::Frame::Command::Poll::Ack->new;
		$ack->setMsgID($m->getElementsByLocalName('msgQ')->shift->getAttribute('id'));
		same('its acknowledgement', $epp->request($ack)->code, 1000);
		ok('approve', $epp->domain_transfer_approve('judged.com'));
	},
	delete => sub {
		same('its registrar', ok('info', $epp->domain_info('judged.com'))->{clID}, $id);
		ok('delete', $epp->delete_domain('judged.com'));
		my $d = ok('info', $epp->domain_info('judged.com'));
		same('its status', join(' ', @{$d->{status}}), 'pendingDelete');
		my $restore = '<epp xmlns="urn:ietf:params:xml:ns:epp-1.0"><command><update><d:update xmlns:d="urn:ietf:params:xml:ns:domain-1.0">'
			. '<d:name>judged.com</d:name><d:chg/></d:update></update><extension><r:update xmlns:r="urn:ietf:params:xml:ns:rgp-1.0">'
			. '<r:restore op="request"/></r:update></extension><clTRID>restore-1</clTRID></command></epp>';
		same('restore', $epp->request($restore)->code, 1000);
		print "restore\n";
	},
);
$acts{$act}->();
$epp->logout;
