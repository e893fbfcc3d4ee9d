// Imported with { type: 'text' }: esbuild puts the file's text there.
declare module '*/stub.js' {
  const text: string
  export default text
}
declare module '*/arrival.js' {
  const text: string
  export default text
}
declare module '*/hash.js' {
  const text: string
  export default text
}
declare module '*/raw.js' {
  const text: string
  export default text
}
declare module '*/token.js' {
  const text: string
  export default text
}
declare module '*/hash.py' {
  const text: string
  export default text
}
declare module '*/raw.py' {
  const text: string
  export default text
}
declare module '*/token.py' {
  const text: string
  export default text
}
declare module '*/hash.php' {
  const text: string
  export default text
}
declare module '*/raw.php' {
  const text: string
  export default text
}
declare module '*/token.php' {
  const text: string
  export default text
}
declare module '*/hash.rb' {
  const text: string
  export default text
}
declare module '*/raw.rb' {
  const text: string
  export default text
}
declare module '*/token.rb' {
  const text: string
  export default text
}
declare module '*/hash.go' {
  const text: string
  export default text
}
declare module '*/raw.go' {
  const text: string
  export default text
}
declare module '*/token.go' {
  const text: string
  export default text
}
declare module '*/hash.java' {
  const text: string
  export default text
}
declare module '*/raw.java' {
  const text: string
  export default text
}
declare module '*/token.java' {
  const text: string
  export default text
}
declare module '*/hash.cs' {
  const text: string
  export default text
}
declare module '*/raw.cs' {
  const text: string
  export default text
}
declare module '*/token.cs' {
  const text: string
  export default text
}
declare module '*/hash.pl' {
  const text: string
  export default text
}
declare module '*/raw.pl' {
  const text: string
  export default text
}
declare module '*/token.pl' {
  const text: string
  export default text
}
