import { expect, it } from 'vitest';
import { nameOfDestination, parseSiemDestination } from './siem-destination.ts';

it('reads addresses with their ports, formats and certificates', () => {
  const syslog = { kind: 'syslog', caFile: null, format: 'rfc5424' };
  expect(parseSiemDestination('syslog+udp://192.0.2.7')).toEqual({
    ...syslog,
    transport: 'udp',
    host: '192.0.2.7',
    port: 514,
  });
  expect(parseSiemDestination('syslog+tcp://siem.example.org:1514?format=cef')).toEqual({
    ...syslog,
    transport: 'tcp',
    host: 'siem.example.org',
    port: 1514,
    format: 'cef',
  });
  expect(parseSiemDestination('syslog+tls://[2001:db8::1]?ca=/etc/ca.pem')).toEqual({
    ...syslog,
    transport: 'tls',
    host: '2001:db8::1',
    port: 6514,
    caFile: '/etc/ca.pem',
  });
  const file = parseSiemDestination('file:///var/log/nexus.jsonl');
  expect(file).toEqual({ kind: 'file', path: '/var/log/nexus.jsonl', format: 'ocsf' });
  expect(nameOfDestination(file)).toBe('file:/var/log/nexus.jsonl');
});

it.each([
  'nonsense',
  'http://siem.example.org',
  'syslog://siem.example.org',
  'syslog+tcp://',
  'syslog+tcp://user:secret@siem.example.org',
  'syslog+tcp://siem.example.org?format=xml',
  'file://host/path',
  'file:///folder/',
])('refuses %s', (text) => {
  expect(() => parseSiemDestination(text)).toThrow(TypeError);
});
