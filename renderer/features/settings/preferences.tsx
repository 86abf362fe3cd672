import { keyCaps } from '../../lib/shortcuts.ts'
import { type Settings, useSettings, useUpdateSettings } from '../../lib/use-settings.ts'
import { settings as words } from '../../strings/en/settings.ts'
import { Card } from '../../ui/card.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useToast } from '../../ui/toast.tsx'
import { SettingRow } from './setting-row.tsx'

const modName = keyCaps('mod+k')[0] ?? ''
const retryChoices = ['0', '1', '2', '3'] as const
type RetryChoice = (typeof retryChoices)[number]

/** Look, playground and network. Every change holds at once. */
export function Preferences() {
  const settings = useSettings()
  const update = useUpdateSettings()
  const toast = useToast()
  if (!settings) return null
  const change = (next: Partial<Settings>) =>
    update.mutate(next, {
      onError: (error) => toast({ kind: 'error', id: 'settings', title: words.saveFailed, text: error.message }),
    })
  const newline = settings.sendKey === 'enter' ? words.sendKey.shiftEnter : words.sendKey.enter
  const retries = retryChoices.find((choice) => choice === String(settings.playgroundRetries)) ?? null

  return (
    <>
      <Card title={words.sections.look}>
        <SettingRow label={words.theme.label}>
          <Segmented
            aria-label={words.theme.label}
            value={settings.theme}
            onValueChange={(theme) => change({ theme })}
            options={[
              { value: 'system', text: words.theme.system },
              { value: 'light', text: words.theme.light },
              { value: 'dark', text: words.theme.dark },
            ]}
          />
        </SettingRow>
      </Card>
      <Card title={words.sections.playground}>
        <SettingRow label={words.sendKey.label} hint={words.sendKey.hint(newline)}>
          <Segmented
            aria-label={words.sendKey.label}
            value={settings.sendKey}
            onValueChange={(sendKey) => change({ sendKey })}
            options={[
              { value: 'enter', text: words.sendKey.enter },
              { value: 'mod-enter', text: words.sendKey.modEnter(modName) },
            ]}
          />
        </SettingRow>
        <SettingRow label={words.retries.label} hint={words.retries.hint}>
          <Select<RetryChoice>
            aria-label={words.retries.label}
            value={retries}
            placeholder={words.retries.times(settings.playgroundRetries)}
            onValueChange={(choice) => change({ playgroundRetries: Number(choice) })}
            options={retryChoices.map((choice) => ({
              value: choice,
              text: choice === '0' ? words.retries.none : words.retries.times(Number(choice)),
            }))}
          />
        </SettingRow>
      </Card>
      <Card title={words.sections.network}>
        <SettingRow label={words.proxy.label} hint={words.proxy.hint}>
          <Switch
            aria-label={words.proxy.label}
            checked={settings.useProxyEnvironment}
            onCheckedChange={(useProxyEnvironment) => change({ useProxyEnvironment })}
          />
        </SettingRow>
      </Card>
    </>
  )
}
