export { loadConfig, ConfigError, type Config } from './config.ts';
export { configTable } from './config-table.ts';
