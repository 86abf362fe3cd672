import { Copy, Plus, RotateCw, Search, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Chip } from '../ui/chip.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { DeckArt } from '../ui/deck-art.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { EnvironmentMark } from '../ui/environment-mark.tsx'
import { ErrorBlock } from '../ui/error-block.tsx'
import { Field } from '../ui/field.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Monogram } from '../ui/monogram.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Progress } from '../ui/progress.tsx'
import { Secret } from '../ui/secret.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { SelectBox } from '../ui/select-box.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { Sparkline } from '../ui/sparkline.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { Switch } from '../ui/switch.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextInput } from '../ui/text-input.tsx'
import { useToast } from '../ui/toast.tsx'

const accountTypes = ['free', 'basic', 'pro', 'enterprise', 'custom'] as const
type AccountType = (typeof accountTypes)[number]
const asWord = (type: AccountType) => type.slice(0, 1).toUpperCase() + type.slice(1)

/** Every shared component in every state, for the tests and for looking at. */
export function Kit() {
  return (
    <div className="page" style={{ background: 'var(--bg-canvas)', overflow: 'auto', height: '100vh' }}>
      <PageHead
        title="Kit"
        count="every part"
        actions={
          <Button variant="primary" icon={<Plus className="i" />} shortcut="n">
            Add key
          </Button>
        }
      />
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 12, padding: '0 16px 16px' }}>
        <Buttons />
        <Fields />
        <Marks />
        <Choices />
        <Messages />
        <Card title="Nothing yet">
          <EmptyState art={<DeckArt />} title="No key yet" text="Paste one: it goes to your keychain." />
        </Card>
        <SidePanel aria-label="A panel">
          <section className="sect">
            <h3>Last 30 days</h3>
            <Sparkline values={[1, 4, 2, 8, 5]} label="Calls" width={200} height={40} tone="env" />
          </section>
        </SidePanel>
      </div>
    </div>
  )
}

function Buttons() {
  return (
    <Card title="Buttons">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
        <Button>Check</Button>
        <Button variant="ghost">Another key</Button>
        <Button variant="danger">Revoke</Button>
        <Button disabled>Disabled</Button>
        <Button busy>Busy</Button>
        <Button size="small" icon={<RotateCw className="i i--14" />}>
          Small
        </Button>
        <Button variant="link">Inspect</Button>
        <IconButton label="Copy" icon={<Copy className="i" />} />
        <Menu
          trigger={<Button>More</Button>}
          entries={[
            { id: 'regenerate', text: 'Regenerate', shortcut: 'r', onSelect: () => {} },
            { id: 'rule', separator: true },
            { id: 'delete', text: 'Delete', icon: <Trash2 className="i" />, danger: true, onSelect: () => {} },
          ]}
        />
      </div>
    </Card>
  )
}

function Fields() {
  const [name, setName] = useState('Production Server')
  const [type, setType] = useState<AccountType>('pro')
  const [model, setModel] = useState('gpt-5')
  return (
    <Card title="Fields">
      <div style={{ display: 'grid', gap: 10 }}>
        <Field label="Name" hint="Up to 80 characters.">
          <TextInput value={name} onValueChange={setName} />
        </Field>
        <Field label="Refused" error="A space inside, at character 7. Nothing was stored.">
          <TextInput mono value="sk-" onValueChange={() => {}} />
        </Field>
        <Field label="Account type" forButton>
          <SelectBox
            value={type}
            onValueChange={setType}
            options={accountTypes.map((value) => ({ value, text: asWord(value) }))}
          />
        </Field>
        <Field label="Model" aside="41 models">
          <Combobox
            mono
            value={model}
            onValueChange={setModel}
            options={[{ value: 'gpt-5', note: 'premium' }, { value: 'gpt-5-mini' }]}
          />
        </Field>
        <Field label="System prompt">
          <TextArea value="Answer with code first." onValueChange={() => {}} />
        </Field>
        <TextInput
          aria-label="Filter"
          icon={<Search className="i i--14" />}
          size="small"
          value=""
          placeholder="Filter"
          onValueChange={() => {}}
        />
      </div>
    </Card>
  )
}

function Marks() {
  return (
    <Card title="Marks" environmentColour="magenta">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 10, alignItems: 'center' }}>
        {(['neutral', 'ok', 'warn', 'bad', 'info'] as const).map((tone) => (
          <Chip key={tone} tone={tone}>
            {tone}
          </Chip>
        ))}
        <EnvironmentMark name="Development" colour="teal" shape="ring" />
        <EnvironmentMark name="Staging" colour="violet" shape="half-disc" tint />
        <EnvironmentMark name="Production" colour="magenta" shape="square" tint />
        <EnvironmentMark name="Evaluation" colour="slate" shape="diamond" tint />
        <Monogram letters="YX" name="Yunxin" isNamed />
        <Monogram letters="OA" name="OpenAI" size="large" />
        <Secret prefix="yx-" last4="f456" />
        {(['ok', 'warn', 'bad', 'info', 'idle'] as const).map((tone) => (
          <StatusDot key={tone} tone={tone}>
            {tone}
          </StatusDot>
        ))}
        <Sparkline values={[3, 5, 2, 6]} label="Calls, 30 days" />
        <Sparkline values={[0, 0, 0]} label="Idle" />
        <Spinner immediate label="Fetching models" />
        <Progress value={0.6} aria-label="Budget" className="w-24" />
        <Progress value={null} aria-label="Working" className="w-24" />
      </div>
    </Card>
  )
}

function Choices() {
  const [isOn, setIsOn] = useState(true)
  const [span, setSpan] = useState<'24h' | '7d'>('24h')
  const [tab, setTab] = useState<'curl' | 'python'>('curl')
  return (
    <Card title="Choices">
      <div style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
        <Switch checked={isOn} onCheckedChange={setIsOn} label="Sent" />
        <Switch checked={!isOn} onCheckedChange={(next) => setIsOn(!next)} aria-label="Not sent" size="small" />
        <Checkbox checked={isOn} onCheckedChange={setIsOn} label="Remember" />
        <Segmented
          aria-label="Span"
          value={span}
          onValueChange={setSpan}
          options={[
            { value: '24h', text: '24 h' },
            { value: '7d', text: '7 d' },
          ]}
        />
        <Tabs
          aria-label="Language"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: 'curl', text: 'cURL', content: 'curl' },
            { value: 'python', text: 'Python', content: 'python' },
          ]}
        />
      </div>
    </Card>
  )
}

function Messages() {
  const toast = useToast()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Card title="Messages">
      <div style={{ display: 'grid', gap: 10, justifyItems: 'start' }}>
        <ErrorBlock
          error={{
            status: 403,
            code: 'insufficient_permissions',
            message: 'Refused',
            providerMessage: 'Your account type Basic does not include premium models.',
            requestId: 'req_7Hk2',
          }}
          hint="Production Server has the type Enterprise and may use gpt-5."
          actions={<Button size="small">Answer again</Button>}
        />
        <Button
          onClick={() =>
            toast({
              title: 'deepseek-ci deleted',
              text: 'In 30 s its secret leaves the keychain.',
              action: { text: 'Undo', run: () => {} },
            })
          }
        >
          Say it
        </Button>
        <Button onClick={() => setIsAsking(true)}>Ask</Button>
        <ConfirmDialog
          open={isAsking}
          title="Send to Production?"
          environment={{ name: 'Production', colour: 'magenta', shape: 'square' }}
          confirm="Send"
          onCancel={() => setIsAsking(false)}
          onConfirm={() => setIsAsking(false)}
          footNote="Asked once a session."
        >
          Calls cost real money and count against its limit.
        </ConfirmDialog>
      </div>
    </Card>
  )
}
