// How mail programs announce the mail that is answered, in the languages of the federation. A date is always part of it.
const wrote: readonly [begin: string, verb: string][] = [
  ['On', 'wrote'],
  ['(?:Am|Den)', '(?:schrieb|skrev)'],
  ['Le', 'a écrit'],
  ['El', 'escribió'],
  ['(?:Il|Il giorno)', 'ha scritto'],
  ['Op', '(?:schreef|heeft)'],
  ['(?:Em|A)', 'escreveu'],
  ['(?:W dniu|Dnia|.*\\d{4})', '(?:napisał|napisał\\(a\\)|pisze|napisała)'],
  ['(?:Στις|Την|Στις)', 'έγραψε'],
  ['(?:Dne|Dňa|Dana)', '(?:napsal|napsal\\(a\\)|napísal\\(a\\)|napísal|je napisao|je napisala)'],
  ['.*\\d', '(?:kirjoitti|napsal|napsal\\(a\\)|ezt írta|írta|kirjutas|rašė|yazdı|написал|написал\\(а\\)|пише)'],
];

export const attribution: readonly RegExp[] = wrote.map(
  ([begin, verb]) =>
    new RegExp(`^${begin}[\\s,].*\\d.*${verb}(?![\\p{L}]).{0,200}[:：]$|^${begin}.*${verb}\\s*[:：]$`, 'iu'),
);

export const originalMessage =
  /^-{2,}\s*(?:original message|ursprüngliche nachricht|originalnachricht|message d'origine|message d’origine|message original|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|oryginalna wiadomość|wiadomość oryginalna|původní zpráva|původní e-mail|alkuperäinen viesti|ursprungligt meddelande|oprindelig meddelelse|original melding|αρχικό μήνυμα|исходное сообщение)\s*-{2,}$/i;

export const forwarded =
  /^(?:-{2,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht)\s*-{2,}|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié :)$/i;

export const headerOf = /^(?:From|Von|De|Da|Van|Od|Från|Fra|Lähettäjä|Από|От|Feladó|Saatja)\s*[:：]\s*\S/i;

export const headersOf =
  /^(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Fecha|Data|Inviato|Verzonden|Wysłano|Skickat|Sendt|Lähetetty|Odesláno|Ημερομηνία|Στάλθηκε|Отправлено|Дата|To|An|À|Para|A|Aan|Do|Komu|Till|Til|Vastaanottaja|Προς|Кому|Cc|Kopie|Subject|Betreff|Objet|Asunto|Oggetto|Onderwerp|Assunto|Temat|Předmět|Ämne|Emne|Aihe|Θέμα|Тема|Tárgy)\s*[:：]/i;

export const mobileSignature =
  /^(?:sent from (?:my|outlook|mail|yahoo)|get outlook for|von meinem .{1,40} gesendet|gesendet (?:von|mit)|envoyé (?:de|depuis) mon|enviado desde (?:mi|el)|inviato da(?:l mio)? |verzonden vanaf|enviado do meu|wysłane z|skickat från min|odesláno z|στάλθηκε από).{0,60}$/iu;
