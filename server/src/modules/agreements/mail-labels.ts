import { mailLabels } from '#kernel/mail-texts';

/** Labels of rows in mails about agreements and their results. */
export const agreementLabels = mailLabels({
  en: {
    agreement: 'Agreement',
    valid: 'Valid',
    month: 'Month',
    availability: 'Availability',
    reliability: 'Reliability',
  },
  cs: {
    agreement: 'Dohoda',
    valid: 'Platnost',
    month: 'Měsíc',
    availability: 'Dostupnost',
    reliability: 'Spolehlivost',
  },
  de: {
    agreement: 'Vereinbarung',
    valid: 'Gültig',
    month: 'Monat',
    availability: 'Verfügbarkeit',
    reliability: 'Zuverlässigkeit',
  },
  el: {
    agreement: 'Συμφωνία',
    valid: 'Ισχύς',
    month: 'Μήνας',
    availability: 'Διαθεσιμότητα',
    reliability: 'Αξιοπιστία',
  },
  es: {
    agreement: 'Acuerdo',
    valid: 'Validez',
    month: 'Mes',
    availability: 'Disponibilidad',
    reliability: 'Fiabilidad',
  },
  fr: {
    agreement: 'Accord',
    valid: 'Validité',
    month: 'Mois',
    availability: 'Disponibilité',
    reliability: 'Fiabilité',
  },
  it: {
    agreement: 'Accordo',
    valid: 'Validità',
    month: 'Mese',
    availability: 'Disponibilità',
    reliability: 'Affidabilità',
  },
  nl: {
    agreement: 'Overeenkomst',
    valid: 'Geldig',
    month: 'Maand',
    availability: 'Beschikbaarheid',
    reliability: 'Betrouwbaarheid',
  },
  pl: {
    agreement: 'Umowa',
    valid: 'Ważność',
    month: 'Miesiąc',
    availability: 'Dostępność',
    reliability: 'Niezawodność',
  },
  pt: {
    agreement: 'Acordo',
    valid: 'Validade',
    month: 'Mês',
    availability: 'Disponibilidade',
    reliability: 'Fiabilidade',
  },
});
