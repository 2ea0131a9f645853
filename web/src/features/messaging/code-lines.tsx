import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';

import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/small.tsx';

type Language = 'curl' | 'python';
type Lines = Readonly<Record<Language, string>>;

/** Lines by which a program publishes to a topic; the token is that of a member. */
export function publishLines(project: string, topic: string): Lines {
  return {
    curl: `curl -X POST -H "x-api-key: $TOKEN" \\
  -d '{"messages":[{"attributes":{},"data":"'$(printf 'Hello' | base64)'"}]}' \\
  "${origin()}/v1/projects/${project}/topics/${topic}:publish"`,
    python: `# pip install argo-ams-library
import os
from argo_ams_library import AmsMessage, ArgoMessagingService

ams = ArgoMessagingService(endpoint="${host()}", token=os.environ["TOKEN"], project="${project}")
ams.publish("${topic}", AmsMessage(data="Hello", attributes={}))`,
  };
}

/** Lines by which a program pulls messages of a subscription and acknowledges them. */
export function pullLines(project: string, subscription: string): Lines {
  const address = `${origin()}/v1/projects/${project}/subscriptions/${subscription}`;
  return {
    curl: `curl -X POST -H "x-api-key: $TOKEN" -d '{"maxMessages":"10"}' \\
  "${address}:pull"

curl -X POST -H "x-api-key: $TOKEN" \\
  -d '{"ackIds":["projects/${project}/subscriptions/${subscription}:ID"]}' \\
  "${address}:acknowledge"`,
    python: `# pip install argo-ams-library
import os
from argo_ams_library import ArgoMessagingService

ams = ArgoMessagingService(endpoint="${host()}", token=os.environ["TOKEN"], project="${project}")
received = ams.pull_sub("${subscription}", 10, True)
for ack_id, message in received:
    print(message.get_data())
if received:
    ams.ack_sub("${subscription}", [ack_id for ack_id, _ in received])`,
  };
}

const origin = () => window.location.origin;
const host = () => window.location.host;

const languages: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'curl', label: 'curl' },
  { value: 'python', label: 'Python' },
];

/** Lines that are ready to be copied. */
export function CodeLines({ title, lines }: { title: string; lines: Lines }) {
  const [language, setLanguage] = useState<Language>('curl');
  const [copied, setCopied] = useState<Language>();
  const copy = () => void navigator.clipboard.writeText(lines[language]).then(() => setCopied(language));
  return (
    <section className="pt-section" aria-label={title}>
      <div className="pt-section-head">
        <h2 className="pt-h2">{title}</h2>
        <div className="pt-row">
          <Segments
            label={t('Language of {title}', { title })}
            value={language}
            options={languages}
            onChange={setLanguage}
          />
          <Button
            size="small"
            icon={copied === language ? IconCheck : IconCopy}
            aria-label={t('Copy lines of {title}', { title })}
            onClick={copy}
          >
            {copied === language ? t('Copied') : t('Copy')}
          </Button>
        </div>
      </div>
      <pre
        className="pt-ams-code"
        aria-label={t('Lines of {title}', { title })}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
        tabIndex={0}
      >
        {lines[language]}
      </pre>
    </section>
  );
}
