import type { BundledPackage } from './bundled-packages.ts'

interface Subject {
  readonly name: string
  readonly version: string
}

/** CycloneDX 1.6 (ECMA-424), without serial number and time: the same build has the same bill. */
export function billOfMaterials(subject: Subject, packages: readonly BundledPackage[]): string {
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...subject } },
    components: packages.map(({ name, version, license }) => ({
      type: 'library',
      'bom-ref': packageUrl(name, version),
      name,
      version,
      purl: packageUrl(name, version),
      ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    })),
  }
  return `${JSON.stringify(bill, undefined, 2)}\n`
}

/** The licences of everything inside, with their texts. */
export function licenseList(packages: readonly BundledPackage[]): string {
  return packages
    .map(({ name, version, license = 'no licence declared', licenseText = '' }) => {
      const title = `${name} ${version}: ${license}`
      return `${title}\n${'-'.repeat(title.length)}\n${licenseText === '' ? '' : `\n${licenseText}\n`}`
    })
    .join('\n')
}

/** Package URL specification, type npm: the @ of a scope is percent-encoded. */
function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}
