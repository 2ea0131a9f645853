/** The terms of use in force; a new text takes a new version, and everybody is asked again. */
export const terms = {
  version: '2026-11',
  title: 'Terms of use',
  paragraphs: [
    'Portolan is for ordering, providing and operating services of this federation. Use it for that, and within the rules of your institution and of the services you order.',
    'Keep your sign-in and your API tokens to yourself. Tell the order desk without delay when somebody else may have used them.',
    'What you write in an order is read by the shifters of the order desk and by the resource centres that are asked to provide. Put no passwords and no health or other sensitive data of people into it.',
    'Your name, mail address, institution and country come from your identity provider and are kept as long as you have an account. You can take a copy of everything, and erase it, in your settings. The record of who decided what stays, without your name.',
    'Access can be suspended for whoever endangers the services or breaks these terms.',
  ],
} as const;
