import { expect, test } from 'vitest';
import { destinationOf } from './destination-of.ts';

test.each([
  ['http://127.0.0.1:8080/v1', 'tcp', '127.0.0.1', 8080],
  ['https://model.example.org', 'tcp', 'model.example.org', 443],
  ['https://model.example.org:443', 'tcp', 'model.example.org', 443],
  ['postgresql://u:secret@db/nexus?sslmode=require', 'tcp', 'db', 5432],
  ['ldaps://dc1.example.org', 'tcp', 'dc1.example.org', 636],
  ['ldap://[fd00::5]', 'tcp', 'fd00::5', 389],
  ['syslog://10.0.0.9', 'udp', '10.0.0.9', 514],
  ['udp://10.0.0.9:6514', 'udp', '10.0.0.9', 6514],
  ['tls://siem.example.org:6514', 'tcp', 'siem.example.org', 6514],
  ['unix:///run/model.sock', 'unix', '/run/model.sock', 0],
])('%s', (address, protocol, host, port) => {
  expect(destinationOf('x', address)).toEqual({ purpose: 'x', protocol, host, port });
});

test.each(['', 'db:5432', 'ftp://files.example.org', 'tcp://10.0.0.9', 'constructor://x', 'http://u:secret@:80'])(
  'refuses "%s" and repeats no secret',
  (address) => {
    expect(() => destinationOf('model', address)).toThrow('"model"');
    expect(() => destinationOf('model', address)).not.toThrow('secret');
  },
);
