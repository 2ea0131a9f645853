import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutReply } from './index.ts';

const answer = 'Yes, two sites are fine.\n\nWe start on Monday.';

describe('the mail that is answered is cut off', () => {
  test.each([
    [
      'Gmail',
      'On Mon, Nov 23, 2026 at 10:01 AM Order desk <orders@example.org> wrote:\n\n> Are two sites fine?\n> Anna',
    ],
    [
      'Gmail, broken line',
      'On Mon, Nov 23, 2026 at 10:01 AM Order desk\n<order+1284-0a@example.org> wrote:\n\n> Are two sites fine?',
    ],
    ['Apple Mail', '> On 23 Nov 2026, at 10:01, Order desk <orders@example.org> wrote:\n> \n> Are two sites fine?'],
    ['Thunderbird', 'On 23/11/2026 10:01, Order desk wrote:\n> Are two sites fine?\n'],
    ['Thunderbird, German', 'Am 23.11.26 um 10:01 schrieb Order desk:\n> Reichen zwei Zentren?'],
    [
      'Apple Mail, German',
      'Am 23.11.2026 um 10:01 schrieb Order desk <orders@example.org>:\n\n> Reichen zwei Zentren?',
    ],
    [
      'Gmail, French',
      'Le lun. 23 nov. 2026 à 10:01, Order desk <orders@example.org> a écrit :\n\n> Deux sites suffisent-ils ?',
    ],
    [
      'Gmail, Spanish',
      'El lun, 23 nov 2026 a las 10:01, Order desk (<orders@example.org>) escribió:\n\n> ¿Bastan dos?',
    ],
    [
      'Gmail, Italian',
      'Il giorno lun 23 nov 2026 alle ore 10:01 Order desk <orders@example.org> ha scritto:\n\n> Bastano due?',
    ],
    ['Gmail, Dutch', 'Op ma 23 nov 2026 om 10:01 schreef Order desk <orders@example.org>:\n\n> Zijn twee genoeg?'],
    [
      'Gmail, Portuguese',
      'Em seg., 23 de nov. de 2026 às 10:01, Order desk <orders@example.org> escreveu:\n\n> Chegam dois?',
    ],
    ['Gmail, Polish', 'pon., 23 lis 2026 o 10:01 Order desk <orders@example.org> napisał(a):\n\n> Czy dwa wystarczą?'],
    [
      'Gmail, Greek',
      'Στις Δευ 23 Νοε 2026 στις 10:01 π.μ., ο χρήστης Order desk <orders@example.org> έγραψε:\n\n> Αρκούν δύο;',
    ],
    ['Gmail, Czech', 'po 23. 11. 2026 v 10:01 odesílatel Order desk <orders@example.org> napsal:\n\n> Stačí dva?'],
    ['Gmail, Finnish', 'ma 23.11.2026 klo 10.01 Order desk (orders@example.org) kirjoitti:\n\n> Riittääkö kaksi?'],
    ['Gmail, Swedish', 'Den mån 23 nov. 2026 kl 10:01 skrev Order desk <orders@example.org>:\n\n> Räcker två?'],
    [
      'Outlook',
      '________________________________\nFrom: Order desk <orders@example.org>\nSent: Monday, November 23, 2026 10:01\nTo: Eleni\nSubject: [1284] A question\n\nAre two sites fine?',
    ],
    [
      'Outlook on Windows',
      'From: Order desk <orders@example.org> \nSent: 23 November 2026 10:01\nTo: Eleni <eleni@example.org>\nSubject: A question\n\nAre two sites fine?',
    ],
    [
      'Outlook, German',
      'Von: Order desk <orders@example.org>\nGesendet: Montag, 23. November 2026 10:01\nAn: Eleni\nBetreff: [1284] Frage\n\nReichen zwei?',
    ],
    [
      'Outlook, French',
      'De : Order desk <orders@example.org>\nEnvoyé : lundi 23 novembre 2026 10:01\nÀ : Eleni\nObjet : Question\n\nDeux sites ?',
    ],
    [
      'Outlook, Spanish',
      'De: Order desk <orders@example.org>\nEnviado el: lunes, 23 de noviembre de 2026\nPara: Eleni\nAsunto: Pregunta\n\n¿Dos?',
    ],
    [
      'Outlook, bold names',
      '*From:* Order desk <orders@example.org>\n*Sent:* Monday\n*To:* Eleni\n*Subject:* A question\n\nAre two sites fine?',
    ],
    ['old Outlook', '-----Original Message-----\nFrom: Order desk\n\nAre two sites fine?'],
    ['old Outlook, German', '-----Ursprüngliche Nachricht-----\nVon: Order desk\n\nReichen zwei?'],
    ['quotation without a head', '> Are two sites fine?\n> Anna\n'],
  ])('%s', (_program, quotation) => {
    expect(cutReply(`${answer}\n\n${quotation}`)).toBe(answer);
    expect(cutReply(`${answer}\n\n${quotation}`.replaceAll('\n', '\r\n'))).toBe(answer);
  });

  test.each([
    ['-- \nEleni Kostas\nHCMR, Heraklion'],
    ['Sent from my iPhone'],
    ['Von meinem iPhone gesendet'],
    ['Envoyé de mon iPhone'],
    ['Enviado desde mi iPhone'],
    ['Get Outlook for Android<https://example.org/x>'],
  ])('and so is the signature %j', (signature) => {
    const quotation = 'On Mon, Nov 23, 2026 at 10:01 AM Order desk <orders@example.org> wrote:\n> Two?';
    expect(cutReply(`${answer}\n\n${signature}`)).toBe(answer);
    expect(cutReply(`${answer}\n\n${signature}\n\n${quotation}`)).toBe(answer);
  });
});

describe('what the writer says stays', () => {
  test('an answer below the quotation', () => {
    const text = `On 23/11/2026 10:01, Order desk wrote:\n> Are two sites fine?\n> Anna\n\n${answer}`;
    expect(cutReply(text)).toBe(answer);
  });

  test('an answer point by point keeps what it answers', () => {
    const text = 'On 23/11/2026 10:01, Order desk wrote:\n> Two sites?\n\nYes.\n\n> From when?\n\nMonday.';
    expect(cutReply(text)).toBe('> Two sites?\n\nYes.\n\n> From when?\n\nMonday.');
  });

  test('what is forwarded', () => {
    const text =
      'See below.\n\n---------- Forwarded message ---------\nFrom: Rector\nDate: Monday\nTo: Eleni\nSubject: Quota\n\nGranted.';
    expect(cutReply(text)).toBe(text);
  });

  test.each([
    'On Monday we need two sites:\n\n- one in Greece\n- one in France',
    'From: Heraklion to Lyon, that is the way of the data.',
    'I wrote:\nnothing.',
    '-- two dashes at the beginning of a line',
    'Am Montag schrieb ich noch nichts',
    'De: 4 VMs\nA second line',
  ])('%j', (text) => expect(cutReply(text)).toBe(text));

  test('a mail that is nothing but a quotation, which is better than nothing', () => {
    expect(cutReply('> Are two sites fine?')).toBe('> Are two sites fine?');
  });

  test('whatever comes, something comes out, and long lines take no longer than short ones', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => (cutReply(text) === '') === (text.replaceAll(/[\u200B\uFEFF\s\u00A0]/g, '') === ''),
      ),
    );
    expect(cutReply(`On ${'1 '.repeat(200_000)}wrote`)).toContain('wrote');
  });
});
