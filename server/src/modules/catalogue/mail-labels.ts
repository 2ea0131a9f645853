import { mailLabels } from '#kernel/mail-texts';

/** Labels of rows in mails that name what the catalogue has. */
export const catalogueLabels = mailLabels({
  en: { service: 'Service', offer: 'Offer', provider: 'Provider' },
  cs: { service: 'Služba', offer: 'Nabídka', provider: 'Poskytovatel' },
  de: { service: 'Dienst', offer: 'Angebot', provider: 'Anbieter' },
  el: { service: 'Υπηρεσία', offer: 'Προσφορά', provider: 'Πάροχος' },
  es: { service: 'Servicio', offer: 'Oferta', provider: 'Proveedor' },
  fr: { service: 'Service', offer: 'Offre', provider: 'Fournisseur' },
  it: { service: 'Servizio', offer: 'Offerta', provider: 'Fornitore' },
  nl: { service: 'Dienst', offer: 'Aanbod', provider: 'Aanbieder' },
  pl: { service: 'Usługa', offer: 'Oferta', provider: 'Dostawca' },
  pt: { service: 'Serviço', offer: 'Oferta', provider: 'Fornecedor' },
});
