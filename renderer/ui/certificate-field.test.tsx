import { useState } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { accessibilityFaults } from '../testing/axe.ts'
import { render } from '../testing/render.tsx'
import { CertificateField } from './certificate-field.tsx'

/** Two authorities that nobody uses, made for this test: one until 2099, one that ended in 2020. */
const lasting = `-----BEGIN CERTIFICATE-----
MIIBYTCCAQcCFBl34znqc3YqRUlMYui9JF0e8n1fMAoGCCqGSM49BAMCMDIxHzAd
BgNVBAMMFktleWRlY2sgdGVzdCBhdXRob3JpdHkxDzANBgNVBAoMBk5vYm9keTAg
Fw0yMDAxMDEwMDAwMDBaGA8yMDk5MDEwMTAwMDAwMFowMjEfMB0GA1UEAwwWS2V5
ZGVjayB0ZXN0IGF1dGhvcml0eTEPMA0GA1UECgwGTm9ib2R5MFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEGd557hUr0q1qRPDr6eRRkhcCJx6gSgwxVMXFh+670vqT
xfsWxKWye5C9J4Sopq3O7qL8JzIEwXqSCrJNZIqe+zAKBggqhkjOPQQDAgNIADBF
AiAzBYNHdtZZHJ3xWPz5m+D/9kqdva2uqckrGDQJPeVJQAIhAJzgBUv/hhxjptwi
sBbCBaZGy0/BynipV+1NiGS7Eo44
-----END CERTIFICATE-----
`
const over = `-----BEGIN CERTIFICATE-----
MIIBGzCBwQIUBhdYIyHHYMnWJVIWsOaEnQRYk6swCgYIKoZIzj0EAwIwEDEOMAwG
A1UEAwwFRW5kZWQwHhcNMTkwMTAxMDAwMDAwWhcNMjAwMTAyMDAwMDAwWjAQMQ4w
DAYDVQQDDAVFbmRlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCmOdgtvnC+z
sjLtMHSRIWRT9nErOCZiv4Nq9A3aC8waiAUWqLTxrwfi0ABLSTLNIr2lDd8w1DlI
4rOp1nQCGWYwCgYIKoZIzj0EAwIDSQAwRgIhALCoq41L08jF9POwr8Sq36PUlZ4Z
VCaNnnQvcwlEyWi/AiEArDWhvHA2KCyGUCYHr4gS/K2xxNPqJH7yEPWvwLurvcY=
-----END CERTIFICATE-----
`

function Held({ start = '' }: { start?: string }) {
  const [pem, setPem] = useState(start)
  return (
    <>
      <CertificateField value={pem} onValueChange={setPem} />
      <output>{pem.length}</output>
    </>
  )
}

const group = () => page.getByRole('group', { name: 'Extra certificate authority' })
const fileInput = () => document.querySelector<HTMLInputElement>('input[type=file]')

async function chooseFile(text: string): Promise<void> {
  const input = fileInput()
  if (!input) throw new Error('There is no file input.')
  const files = new DataTransfer()
  files.items.add(new File([text], 'ca.pem'))
  input.files = files.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

test('a file is taken without a word about whose authority it is, or that it ended', async () => {
  await render(<Held />)
  await chooseFile(lasting + over)
  await expect.element(group().getByText('Keydeck test authority, Nobody')).toBeVisible()
  await expect.element(group().getByText('until 1 Jan 2099')).toBeVisible()
  await expect.element(group().getByText('expired on 2 Jan 2020')).toBeVisible()
  expect(await accessibilityFaults()).toEqual([])
  await group().getByRole('button', { name: 'Remove' }).click()
  await expect.element(page.getByRole('status')).toHaveTextContent('0')
})

test('what can not be read is thrown away, or the person is left without a field to mend it in', async () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
  await render(<Held start={broken} />)
  await expect.element(page.getByRole('textbox', { name: 'Certificates in PEM form' })).toHaveValue(broken)
})

test('pasting loses the focus to nowhere once the certificate can be read', async () => {
  await render(<Held />)
  await group().getByRole('button', { name: 'Paste it' }).click()
  const area = page.getByRole('textbox', { name: 'Certificates in PEM form' })
  await expect.element(area).toHaveFocus()
  await area.fill(lasting)
  await expect.element(page.getByRole('button', { name: 'Remove' })).toHaveFocus()
})

test('a file of another kind is read whole, however large', async () => {
  await render(<Held />)
  await chooseFile('x'.repeat(100_001))
  await expect.element(page.getByText('larger than 100 kB', { exact: false })).toBeVisible()
  await expect.element(page.getByRole('status')).toHaveTextContent('0')
})
