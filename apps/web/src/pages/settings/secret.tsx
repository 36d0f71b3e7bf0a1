import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useSettingsTexts } from './texts.ts';

/** A secret that is on screen now and never again, with a button that copies it. */
export function Secret({ label, value }: { label: string; value: string }) {
  const t = useSettingsTexts();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      // Without permission the text can still be selected and copied by hand.
      () => setCopied(false),
    );
  };
  return (
    <div className="grid gap-2 rounded-control border border-line bg-warn-soft p-3">
      <p className="text-sm font-medium">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-48 text-sm break-all select-all" data-secret>
          {value}
        </code>
        <Button onClick={copy}>{copied ? t('secret.copied') : t('secret.copy')}</Button>
      </div>
      <p className="text-xs text-ink-2">{t('secret.once')}</p>
    </div>
  );
}
