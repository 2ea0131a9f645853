import { expect, test } from 'vitest';
import { subjectInSlashForm } from './subject.ts';

// As OpenSSL and Node write the subject of one certificate.
const node = String.raw`DC=org
DC=terena
C=DE
OU=a b + O=Zażółć\, GmbH
CN=host/x.example.org
emailAddress=a@b.example`;
const rfc2253 = String.raw`emailAddress=a@b.example,CN=host/x.example.org,O=Za\C5\BC\C3\B3\C5\82\C4\87\, GmbH+OU=a b,C=DE,DC=terena,DC=org`;
const slash = String.raw`/DC=org/DC=terena/C=DE/OU=a b+O=Za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87, GmbH/CN=host/x.example.org/emailAddress=a@b.example`;

test('one subject has one form, however it was written', () => {
  const form = '/DC=org/DC=terena/C=DE/O=Zażółć, GmbH+OU=a b/CN=host/x.example.org/emailAddress=a@b.example';
  expect(subjectInSlashForm(node)).toBe(form);
  expect(subjectInSlashForm(rfc2253)).toBe(form);
  expect(subjectInSlashForm(rfc2253.replace('emailAddress=', 'E = ').replace(',CN=', ', CN='))).toBe(form);
  expect(subjectInSlashForm(slash)).toBe(form);
  expect(subjectInSlashForm(form)).toBe(form);
  expect(subjectInSlashForm('CN=robot')).toBe('/CN=robot');
  expect(subjectInSlashForm(String.raw`CN=C\+\+ build,C=DE`)).toBe('/C=DE/CN=C++ build');
});

test.each([
  ['nothing', ''],
  ['no name', 'anna'],
  ['a value that is missing', 'CN=,O=Desk'],
  ['quotes', 'CN=robot, O = "Desk, Portolan"'],
  ['a value that reads as a part of its own', 'O=x/CN=somebody else,C=DE'],
  ['the same with a plus', String.raw`O=x\+CN=somebody else,C=DE`],
  ['the same behind an escape', String.raw`O=x\2FCN=somebody else,C=DE`],
  ['a line break in a value', String.raw`CN=robot\0Aadmin,C=DE`],
])('%s is no subject', (_what, text) => {
  expect(subjectInSlashForm(text)).toBeUndefined();
});
